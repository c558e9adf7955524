package dev.incidentlab.grading;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.schema.Contracts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;

/** Both pipelines of the story, small: healthy until a test makes them sick. */
final class SmallWorld implements AutoCloseable {
  static final Instant START = Instant.parse("2026-03-02T06:00:00Z");
  static final Duration FRESHNESS = Duration.ofMinutes(10);

  private static final Schema AD_V1 = Contracts.load(Contracts.AD_EVENT, 1);
  private static final Schema AD_V2 = Contracts.load(Contracts.AD_EVENT, 2);
  private static final Schema BILLING_V1 = Contracts.load(Contracts.BILLING_EVENT, 1);

  private final Random random = new Random(7);
  private final FakeTopics topics = new FakeTopics();
  private final FakeTime time = new FakeTime();
  private final SmallPipeline ads;
  private final SmallPipeline billing;
  private final Path directory;
  private Baseline baseline;
  private Instant storyNow = START;
  private int made;
  private PublishedModels published;

  private SmallWorld(Path directory) throws IOException {
    this.directory = directory;
    Path ledgers = directory.resolve("ledger");
    ads =
        new SmallPipeline(
            new Subject(
                "ad-events",
                directory.resolve("fact_ad_events"),
                "dead-letters",
                Contracts.AD_EVENT),
            ledgers,
            2,
            topics);
    billing =
        new SmallPipeline(
            new Subject(
                "billing-events",
                directory.resolve("fact_billing"),
                "billing-dead-letters",
                Contracts.BILLING_EVENT),
            ledgers,
            1,
            topics);
  }

  /** Nothing was published yet. */
  static SmallWorld empty(Path directory) throws IOException {
    SmallWorld world = new SmallWorld(directory);
    world.observeBaseline();
    return world;
  }

  /** Some billing events were published and are in their table; ads are the test's affair. */
  static SmallWorld withBilling(Path directory) throws IOException {
    SmallWorld world = new SmallWorld(directory);
    List<Published> published = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      published.add(world.billing.publish(0, world.billingEvent()));
    }
    world.billing.ingest(published);
    world.observeBaseline();
    return world;
  }

  SmallPipeline ads() {
    return ads;
  }

  SmallPipeline billing() {
    return billing;
  }

  FakeTopics topics() {
    return topics;
  }

  FakeTime time() {
    return time;
  }

  Baseline baseline() {
    return baseline;
  }

  void publishes(PublishedModels models) {
    published = models;
  }

  Path directory() {
    return directory;
  }

  void storyIs(Instant now) {
    storyNow = now;
  }

  /** Publishes ad events, in turn to both partitions; they are not in the table yet. */
  List<Published> publishAds(int count) {
    List<Published> published = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      published.add(ads.publish(i % 2, adEvent()));
    }
    return published;
  }

  /** An ad event one second after the one before, under version 1. */
  GenericRecord adEvent() {
    made++;
    return new GenericRecordBuilder(AD_V1)
        .set("event_id", nextId())
        .set("event_ts", nextTime())
        .set("event_type", symbol("CLICK"))
        .set("customer_id", (long) made)
        .set("campaign_id", 40L + made)
        .set("country", made % 3 == 0 ? "Österreich" : "DE")
        .set("device_type", "mobile")
        .set("placement", made % 2 == 0 ? null : "feed_top")
        .set("spend_micros", 1_000L * made)
        .build();
  }

  /** The same as {@link #adEvent}, as written under version 2: a view-through with a model. */
  GenericRecord adEventV2() {
    GenericRecord event = adEvent();
    GenericRecordBuilder written = new GenericRecordBuilder(AD_V2);
    event.getSchema().getFields().forEach(f -> written.set(f.name(), event.get(f.pos())));
    return written
        .set(
            "event_type",
            new GenericData.EnumSymbol(AD_V2.getField("event_type").schema(), "VIEW_THROUGH"))
        .set("attribution", attribution("linear", 7))
        .build();
  }

  static GenericRecord attribution(String model, int windowDays) {
    return new GenericRecordBuilder(AD_V2.getField("attribution").schema().getTypes().get(1))
        .set("model", model)
        .set("window_days", windowDays)
        .build();
  }

  GenericRecord billingEvent() {
    made++;
    return new GenericRecordBuilder(BILLING_V1)
        .set("event_id", nextId())
        .set("event_ts", nextTime())
        .set("customer_id", (long) made)
        .set("invoice_id", "invoice-" + made)
        .set("amount_micros", 5_000L * made)
        .build();
  }

  static GenericData.EnumSymbol symbol(String name) {
    return new GenericData.EnumSymbol(AD_V1.getField("event_type").schema(), name);
  }

  Finding judge(String oracle) throws InterruptedException {
    return grader(List.of()).judge(List.of(oracle)).findings().get(0);
  }

  Grader grader(List<Symptom> symptoms) {
    return grader(List.of(ads.subject(), billing.subject()), symptoms);
  }

  Grader grader(List<Subject> subjects, List<Symptom> symptoms) {
    Evidence evidence =
        new Evidence(
            new KafkaAccess(Map.of(), ""),
            directory.resolve("ledger"),
            subjects,
            baseline,
            FRESHNESS,
            () -> storyNow,
            Optional.empty(),
            symptoms,
            Optional.ofNullable(published));
    ExpectedRows.WriterSchemas schemas = id -> Contracts.load(Contracts.AD_EVENT, id);
    return new Grader(
        evidence, Limits.DEFAULT, new Session.Ports(topics, topics, Optional.of(schemas), time));
  }

  Aftermath aftermath() {
    Evidence evidence =
        new Evidence(
            new KafkaAccess(Map.of(), ""),
            directory.resolve("ledger"),
            List.of(ads.subject(), billing.subject()),
            baseline,
            FRESHNESS,
            () -> storyNow,
            Optional.empty(),
            List.of(),
            Optional.ofNullable(published));
    ExpectedRows.WriterSchemas schemas = id -> Contracts.load(Contracts.AD_EVENT, id);
    return new Aftermath(
        evidence, Limits.DEFAULT, new Session.Ports(topics, topics, Optional.of(schemas), time));
  }

  private void observeBaseline() {
    try {
      baseline = Baseline.record(topics, List.of(ads.subject(), billing.subject()));
    } catch (ObservationException e) {
      throw new IllegalStateException(e);
    }
  }

  private String nextId() {
    long high = ((START.toEpochMilli() + made) << 16) | 0x7000L;
    return new UUID(high, (random.nextLong() >>> 2) | Long.MIN_VALUE).toString();
  }

  private long nextTime() {
    return TimeUnit.MILLISECONDS.toMicros(START.plusSeconds(made).toEpochMilli()) + 3;
  }

  @Override
  public void close() throws IOException {
    ads.close();
    billing.close();
  }
}
