package dev.incidentlab.producer;

import dev.incidentlab.producer.Status.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The upstream team's service: which events are published when. For one thread, but for {@link
 * #status()} and {@link #stop()}.
 */
final class Upstream {
  /** Mean billing events per story second. */
  static final double BILLING_RATE = 2;

  private static final long MICROS_PER_MILLI = 1_000;

  /** Records between two points to which a crash can go back. */
  private static final int CHUNK = 150_000;

  private final Customers customers = new Customers();
  private final EventEncoder encoder = new EventEncoder();
  private final AdTraffic adTraffic;
  private final BillingTraffic billingTraffic;
  private final WriterSchemas schemas;
  private final Outbox outbox;
  private final List<Lane> adLanes;
  private final List<Lane> billingLanes;
  private final ProgressFile file;
  private final AlreadyPublished alreadyPublished;

  private Progress progress;
  private Mode mode = Mode.HELD;
  private StoryClock clock;
  private String error;
  private volatile Status status;
  private volatile boolean stopping;

  /**
   * @param alreadyPublished what a crashed run has published at or after {@code
   *     progress.publishedThrough()}
   */
  Upstream(
      Progress progress,
      ProgressFile file,
      WriterSchemas schemas,
      Outbox outbox,
      AlreadyPublished alreadyPublished) {
    this.progress = progress;
    this.file = file;
    this.schemas = schemas;
    this.outbox = outbox;
    this.adLanes = outbox.lanes(Topics.AD_EVENTS);
    this.billingLanes = outbox.lanes(Topics.BILLING_EVENTS);
    this.alreadyPublished = alreadyPublished;
    this.adTraffic = new AdTraffic(progress.seed(), progress.rate(), customers);
    this.billingTraffic = new BillingTraffic(progress.seed(), BILLING_RATE, customers);
    if (progress.rollout().v2Share() > 0) {
      schemas.registerV2(progress.rollout().layout());
    }
    this.status = snapshot();
  }

  /** The state at the end of the last step; from any thread. */
  Status status() {
    return status;
  }

  /** Makes publishing end after the second it is at; from any thread. */
  void stop() {
    stopping = true;
  }

  /** Publishes all events before {@code to}. */
  Status advance(Instant to) {
    requireWorking();
    Progress.requireWholeSecond("to", to);
    if (mode == Mode.LIVE) {
      throw new IllegalStateException("advance: the story clock is running; pause it first");
    }
    if (to.isBefore(progress.publishedThrough())) {
      throw new IllegalArgumentException(
          "advance: to is %s, before publishedThrough %s; what is published stays"
              .formatted(to, progress.publishedThrough()));
    }
    boolean left = true;
    while (left && !stopping) {
      left = publishChunk(to);
    }
    if (left) {
      throw new IllegalStateException(
          "advance: the producer is stopping, published through %s"
              .formatted(progress.publishedThrough()));
    }
    return status;
  }

  /** Lets the story clock decide from now on. */
  Status live(StoryClock next) {
    requireWorking();
    clock = next;
    mode = Mode.LIVE;
    return refresh();
  }

  /**
   * Publishes what the story clock has passed, in live mode.
   *
   * @return whether more than that is due at once
   */
  boolean tick(Instant wall) {
    if (mode != Mode.LIVE || error != null) {
      return false;
    }
    Instant story = clock.at(wall);
    return publishChunk(Instant.ofEpochSecond(story.getEpochSecond()));
  }

  /** Whether {@link #tick} has anything to do. */
  boolean isLive() {
    return mode == Mode.LIVE && error == null;
  }

  /** Stops the story clock. */
  Status pause() {
    requireWorking();
    mode = Mode.PAUSED;
    return refresh();
  }

  /**
   * Changes how events are written, from publishedThrough on.
   *
   * @throws IllegalArgumentException if version 2 is registered in another layout
   */
  Status rollOut(Rollout rollout) {
    requireWorking();
    if (rollout.v2Share() > 0) {
      schemas.registerV2(rollout.layout());
    }
    guarded(() -> save(progress.with(rollout)));
    return refresh();
  }

  /**
   * Publishes records that no reader can decode.
   *
   * @param at their timestamp
   */
  Status poison(Poison.Kind kind, String topic, Instant at, int count) {
    requireWorking();
    List<Lane> lanes = outbox.lanes(topic);
    if (lanes == null) {
      throw new IllegalArgumentException(
          "poison: topic is %s; the producer publishes to %s".formatted(topic, Topics.names()));
    }
    if (kind == Poison.Kind.BROKEN_PAYLOAD && !topic.equals(Topics.AD_EVENTS)) {
      throw new IllegalArgumentException(
          "poison: topic is %s, and %s is of the ad service, which publishes to %s"
              .formatted(topic, kind, Topics.AD_EVENTS));
    }
    int schemaId =
        switch (kind) {
          case NOT_AVRO -> 0;
          case UNKNOWN_SCHEMA_ID -> schemas.unknownId();
          case BROKEN_PAYLOAD -> schemas.adEvent(1);
        };
    // Whole milliseconds, as Kafka keeps them.
    long micros = at.toEpochMilli() * MICROS_PER_MILLI;
    guarded(
        () -> {
          for (int i = 0; i < count; i++) {
            SeededBits bits = Poison.bits(progress.seed(), kind, micros, i);
            sendPoison(kind, lanes, schemaId, micros, bits);
          }
          outbox.settle();
        });
    return refresh();
  }

  private void sendPoison(
      Poison.Kind kind, List<Lane> lanes, int schemaId, long micros, SeededBits bits) {
    int customer = customers.pick(bits);
    long customerId = customers.id(customer);
    byte[] value =
        switch (kind) {
          case NOT_AVRO -> Poison.notAvro(micros, customerId, bits);
          case UNKNOWN_SCHEMA_ID -> Poison.unknownSchema(schemaId, micros, customerId, bits);
          case BROKEN_PAYLOAD ->
              Poison.brokenPayload(
                  schemaId, micros, customerId, customers.pickCampaign(customer, bits), bits);
        };
    CRC32C crc = new CRC32C();
    crc.update(value, 0, value.length);
    if (alreadyPublished.takeUndecodable(kind.inLedger(), micros, (int) crc.getValue())) {
      return;
    }
    Lane lane = lanes.get(customers.partition(customer, lanes.size()));
    outbox.sendPoison(lane, customers.key(customer), value, micros, kind.inLedger());
  }

  /** Publishes up to a chunk's worth of seconds before {@code end}; true if some are left. */
  private boolean publishChunk(Instant end) {
    long last = end.getEpochSecond();
    guarded(
        () -> {
          long second = progress.publishedThrough().getEpochSecond();
          if (second >= last) {
            return;
          }
          while (second < last && outbox.staged() < CHUNK && !stopping) {
            publishSecond(second);
            second++;
          }
          outbox.settle();
          save(progress.through(Instant.ofEpochSecond(second)));
          refresh();
        });
    return progress.publishedThrough().isBefore(end);
  }

  private void publishSecond(long second) {
    adTraffic.generate(second, progress.rollout(), this::publish);
    billingTraffic.generate(second, this::publish);
  }

  private void publish(AdEvent event) {
    if (alreadyPublished.takeEvent(event.idHigh, event.idLow)) {
      return;
    }
    outbox.send(
        adLanes.get(customers.partition(event.customer, adLanes.size())),
        customers.key(event.customer),
        encoder.encode(schemas.adEvent(event.version), event),
        event.idHigh,
        event.idLow,
        event.tsMicros,
        event.rowHash(),
        event.rowHashV2(),
        event.version);
  }

  private void publish(BillingEvent event) {
    if (alreadyPublished.takeEvent(event.idHigh, event.idLow)) {
      return;
    }
    // The contract has one version.
    long rowHash = event.rowHash();
    outbox.send(
        billingLanes.get(customers.partition(event.customer, billingLanes.size())),
        customers.key(event.customer),
        encoder.encode(schemas.billingEvent(), event),
        event.idHigh,
        event.idLow,
        event.tsMicros,
        rowHash,
        rowHash,
        1);
  }

  private void save(Progress next) {
    try {
      file.save(next);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save the progress: " + e.getMessage(), e);
    }
    progress = next;
  }

  /** Runs a step that publishes; if it fails the producer stops for good, and says why. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (PublishingException | UncheckedIOException e) {
      error = e.getMessage();
      mode = mode == Mode.LIVE ? Mode.PAUSED : mode;
      refresh();
      throw new PublishingException(error, e);
    }
  }

  private void requireWorking() {
    if (error != null) {
      throw new PublishingException(error, null);
    }
  }

  private Status refresh() {
    status = snapshot();
    return status;
  }

  private Status snapshot() {
    Map<String, Long> published = new TreeMap<>();
    Map<String, Map<Integer, Long>> endOffsets = new TreeMap<>();
    for (String topic : Topics.names()) {
      Map<Integer, Long> ends = new TreeMap<>();
      long count = 0;
      for (Lane lane : outbox.lanes(topic)) {
        ends.put(lane.partition(), lane.ledger().nextOffset());
        count += lane.ledger().count();
      }
      published.put(topic, count);
      endOffsets.put(topic, ends);
    }
    return new Status(
        mode, progress.publishedThrough(), published, endOffsets, progress.rollout(), error);
  }
}
