package dev.incidentlab.producer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.producer.Status.Mode;
import dev.incidentlab.producer.ledger.LedgerKind;
import dev.incidentlab.producer.ledger.LedgerRecord;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.PinnedDecoder;
import dev.incidentlab.schema.RegistryDecoder;
import dev.incidentlab.schema.SchemaRegistry.SubjectVersion;
import dev.incidentlab.schema.StreamDecoder;
import dev.incidentlab.schema.UndecodableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UpstreamTest {
  private static final Rollout CANARY = new Rollout(0.05, false);

  @TempDir Path directory;
  @TempDir Path otherDirectory;

  @Test
  void splittingAnAdvanceDoesNotChangeTheEvents() throws IOException {
    try (Workshop one = Workshop.fresh(directory);
        Workshop two = Workshop.fresh(otherDirectory)) {
      // When
      one.upstream.advance(Workshop.at(60));
      two.upstream.advance(Workshop.at(13));
      two.upstream.advance(Workshop.at(60));

      // Then
      assertThat(two.sent()).hasSizeGreaterThan(500).isEqualTo(one.sent());
      assertThat(two.ledgered()).isEqualTo(one.ledgered());
    }
  }

  @Test
  void aRollOutIsInForceFromPublishedThroughOn() throws IOException {
    try (Workshop workshop = Workshop.fresh(directory)) {
      // When
      workshop.upstream.advance(Workshop.at(30));
      workshop.upstream.rollOut(new Rollout(1, true));
      workshop.upstream.advance(Workshop.at(60));

      // Then
      long changeMicros = Workshop.at(30).getEpochSecond() * 1_000_000;
      assertThat(workshop.ledgered(Topics.AD_EVENTS))
          .isNotEmpty()
          .allSatisfy(
              r ->
                  assertThat(r.schemaVersion())
                      .isEqualTo(r.eventTsMicros() < changeMicros ? 1 : 2));
    }
  }

  @Test
  void version2IsRegisteredWhenItsRollOutBegins() throws IOException {
    try (Workshop workshop = Workshop.fresh(directory)) {
      // Given
      workshop.upstream.rollOut(Rollout.NONE);
      assertThat(workshop.registry.registrations())
          .containsExactly("ad-events-value", "billing-events-value");
      assertThat(workshop.registry.levels())
          .containsExactly(
              "ad-events-value=FULL_TRANSITIVE", "billing-events-value=FULL_TRANSITIVE");

      // When
      workshop.upstream.rollOut(CANARY);
      workshop.upstream.rollOut(new Rollout(1, true));

      // Then
      assertThat(workshop.registry.registrations())
          .containsExactly("ad-events-value", "billing-events-value", "ad-events-value");
    }
  }

  @Test
  void everyRecordSentIsInTheLedgerAndTheStatus() throws IOException {
    try (Workshop workshop = Workshop.fresh(directory)) {
      // When
      Status status = workshop.upstream.advance(Workshop.at(60));

      // Then
      assertThat(workshop.ledgered()).hasSameSizeAs(workshop.sent());
      assertThat(status.publishedThrough()).isEqualTo(Workshop.at(60));
      assertThat(status.published().values().stream().mapToLong(n -> n).sum())
          .isEqualTo(workshop.sent().size());
      assertThat(
              status.endOffsets().get(Topics.AD_EVENTS).values().stream().mapToLong(n -> n).sum())
          .isEqualTo(status.published().get(Topics.AD_EVENTS));
      assertThat(status.mode()).isEqualTo(Mode.HELD);
      assertThat(status.error()).isNull();
    }
  }

  @Test
  void aSecondThatIsLargerThanTheStagingSpaceIsPublishedWhole() throws IOException {
    // Given
    double rate = 6.0 * Lane.CAPACITY;
    Progress progress = Progress.atStart(1, rate, Workshop.START);
    try (Workshop workshop = Workshop.with(directory, Workshop.autoComplete(), progress)) {
      // When
      workshop.upstream.advance(Workshop.at(1));

      // Then
      assertThat((double) workshop.ledgered().size()).isGreaterThan(rate * 0.8);
      assertThat(workshop.ledgered()).hasSize(workshop.kafka.history().size());
    }
  }

  @Test
  void aRecordThatIsNotAcknowledgedStopsPublishingAndIsNamed() throws IOException {
    // Given
    try (Workshop workshop = Workshop.with(directory, failingAtThe(10))) {
      // When
      assertThatThrownBy(() -> workshop.upstream.advance(Workshop.at(60)))
          .isInstanceOf(PublishingException.class);

      // Then
      Status status = workshop.upstream.status();
      assertThat(status.error())
          .contains("not acknowledged", "broker gone", "restart the producer");
      assertThat(status.publishedThrough()).isEqualTo(Workshop.START);
      assertThat(workshop.ledgered()).hasSizeLessThan(workshop.sent().size());
      assertThatThrownBy(() -> workshop.upstream.advance(Workshop.at(61)))
          .isInstanceOf(PublishingException.class)
          .hasMessage(status.error());
    }
  }

  @Test
  void theLedgerNeverClaimsARecordThatFailed() throws IOException {
    // Given
    try (Workshop workshop = Workshop.with(directory, failingAtThe(10))) {
      // When
      assertThatThrownBy(() -> workshop.upstream.advance(Workshop.at(60)))
          .isInstanceOf(PublishingException.class);

      // Then: of the failed record's lane only what was sent before it.
      ProducerRecord<byte[], byte[]> failed = workshop.kafka.history().get(9);
      List<ProducerRecord<byte[], byte[]>> lane =
          workshop.kafka.history().stream()
              .filter(r -> r.topic().equals(failed.topic()))
              .filter(r -> r.partition().equals(failed.partition()))
              .toList();
      Status status = workshop.upstream.status();
      assertThat(status.endOffsets().get(failed.topic()).get(failed.partition()))
          .isEqualTo(lane.indexOf(failed));
    }
  }

  @Test
  void aSendThatThrowsStopsPublishing() throws IOException {
    try (Workshop workshop = Workshop.fresh(directory)) {
      workshop.kafka.sendException = new TimeoutException("no metadata");
      assertThatThrownBy(() -> workshop.upstream.advance(Workshop.at(60)))
          .isInstanceOf(PublishingException.class)
          .hasMessageContaining("no metadata");
      assertThat(workshop.upstream.status().error()).contains("no metadata");
      assertThat(workshop.ledgered()).isEmpty();
    }
  }

  @Test
  void aResumedRunPublishesWhatTheCrashedOneDidNot() throws IOException {
    // Given: what a run without a crash publishes, and one that crashed after its first 100 events.
    List<String> whole;
    Set<UUID> already;
    try (Workshop workshop = Workshop.fresh(otherDirectory)) {
      workshop.upstream.advance(Workshop.at(20));
      whole = workshop.sent();
      already = Set.copyOf(firstIds(workshop.kafka, 100));
    }
    new ProgressFile(directory)
        .save(Progress.atStart(Workshop.SEED, Workshop.RATE, Workshop.START));

    // When
    try (Workshop resumed = Workshop.resumed(directory, already)) {
      resumed.upstream.advance(Workshop.at(20));

      // Then
      assertThat(resumed.sent()).isEqualTo(whole.subList(100, whole.size()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResumedRunGoesOnUnderTheSameRollOut(Layout layout) throws IOException {
    // Given
    Rollout rollout = new Rollout(1, true, layout);
    try (Workshop workshop = Workshop.fresh(directory)) {
      workshop.upstream.advance(Workshop.at(10));
      workshop.upstream.rollOut(rollout);
    }

    // When
    try (Workshop resumed = Workshop.resumed(directory, Set.of())) {
      // Then
      assertThat(resumed.upstream.status().rollout()).isEqualTo(rollout);
      assertThat(resumed.upstream.status().publishedThrough()).isEqualTo(Workshop.at(10));
      assertThat(resumed.registry.client().versions("ad-events-value"))
          .extracting(SubjectVersion::schema)
          .containsExactly(Contracts.load(Contracts.AD_EVENT, 1), layout.version2());
    }
  }

  @Test
  void aResumedRunDoesNotRepeatRecordsThatNobodyCanRead() throws IOException {
    // Given: they were sent, and whoever asked for them never heard of it.
    try (Workshop workshop = Workshop.fresh(directory)) {
      workshop.upstream.advance(Workshop.at(10));
      workshop.upstream.poison(Poison.Kind.NOT_AVRO, Topics.AD_EVENTS, Workshop.at(10), 2);
      workshop.upstream.poison(Poison.Kind.UNKNOWN_SCHEMA_ID, Topics.AD_EVENTS, Workshop.at(10), 1);
    }

    // When
    try (Workshop restarted = Workshop.restarted(directory)) {
      restarted.upstream.poison(Poison.Kind.NOT_AVRO, Topics.AD_EVENTS, Workshop.at(10), 2);
      restarted.upstream.poison(
          Poison.Kind.UNKNOWN_SCHEMA_ID, Topics.AD_EVENTS, Workshop.at(10), 1);

      // Then
      assertThat(restarted.sent()).isEmpty();
    }
  }

  @Test
  void anAdvanceIntoThePastIsRefusedAndPublishesNothing() throws IOException {
    try (Workshop workshop = Workshop.fresh(directory)) {
      workshop.upstream.advance(Workshop.at(5));
      int before = workshop.sent().size();
      assertThatThrownBy(() -> workshop.upstream.advance(Workshop.at(4)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("what is published stays");
      assertThat(workshop.upstream.advance(Workshop.at(5)).error()).isNull();
      assertThat(workshop.sent()).hasSize(before);
    }
  }

  @Test
  void partsOfASecondCannotBeAimedAt() throws IOException {
    try (Workshop workshop = Workshop.fresh(directory)) {
      assertThatThrownBy(() -> workshop.upstream.advance(Workshop.START.plusMillis(1_500)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("whole seconds");
    }
  }

  @Test
  void inLiveModeASecondIsPublishedOnceTheStoryClockHasPassedIt() throws IOException {
    try (Workshop workshop = Workshop.fresh(directory)) {
      // Given
      Instant wall = Instant.parse("2026-11-22T10:00:00Z");
      workshop.upstream.live(new StoryClock(Workshop.at(2), wall, 10));

      // When / Then: what is missing is caught up first, then ten story seconds a second.
      boolean more = workshop.upstream.tick(wall);
      assertThat(more).isFalse();
      assertThat(workshop.upstream.status().publishedThrough()).isEqualTo(Workshop.at(2));
      workshop.upstream.tick(wall.plusMillis(99));
      assertThat(workshop.upstream.status().publishedThrough()).isEqualTo(Workshop.at(2));
      workshop.upstream.tick(wall.plusMillis(250));
      assertThat(workshop.upstream.status().publishedThrough()).isEqualTo(Workshop.at(4));
      assertThatThrownBy(() -> workshop.upstream.advance(Workshop.at(60)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("pause it first");

      // When paused
      assertThat(workshop.upstream.pause().mode()).isEqualTo(Mode.PAUSED);
      workshop.upstream.tick(wall.plusSeconds(5));
      assertThat(workshop.upstream.status().publishedThrough()).isEqualTo(Workshop.at(4));
    }
  }

  @Test
  void liveEventsAreThoseOfAnAdvance() throws IOException {
    try (Workshop live = Workshop.fresh(directory);
        Workshop advanced = Workshop.fresh(otherDirectory)) {
      // When
      Instant wall = Instant.parse("2026-11-22T10:00:00Z");
      live.upstream.live(new StoryClock(Workshop.START, wall, 1));
      for (int tick = 0; tick <= 100; tick++) {
        live.upstream.tick(wall.plusMillis(tick * 100L));
      }
      advanced.upstream.advance(Workshop.at(10));

      // Then
      assertThat(live.sent()).isNotEmpty().isEqualTo(advanced.sent());
    }
  }

  @Test
  void noReaderDecodesPoison() throws IOException {
    try (Workshop workshop = Workshop.fresh(directory)) {
      // Given
      var byRegistry = new RegistryDecoder(workshop.registry.client(), Contracts.AD_EVENT, 1);
      var pinned = new PinnedDecoder(Contracts.load(Contracts.AD_EVENT, 1));
      var pinnedV2 = new PinnedDecoder(Contracts.load(Contracts.AD_EVENT, 2));
      Instant at = Workshop.at(7);

      // When
      workshop.upstream.poison(Poison.Kind.NOT_AVRO, Topics.AD_EVENTS, at, 20);
      workshop.upstream.poison(Poison.Kind.UNKNOWN_SCHEMA_ID, Topics.AD_EVENTS, at, 20);
      workshop.upstream.poison(Poison.Kind.BROKEN_PAYLOAD, Topics.AD_EVENTS, at, 20);

      // Then
      List<UndecodableException.Reason> reasons = new ArrayList<>();
      for (ProducerRecord<byte[], byte[]> sent : workshop.kafka.history()) {
        assertThat(sent.timestamp()).isEqualTo(at.toEpochMilli());
        assertThatThrownBy(() -> pinned.decode(sent.value()))
            .isInstanceOf(UndecodableException.class);
        StreamDecoder stream = new StreamDecoder(Contracts.load(Contracts.AD_EVENT, 1));
        assertThatThrownBy(() -> stream.decode(sent.value()))
            .isInstanceOf(UndecodableException.class);
        assertThatThrownBy(() -> pinnedV2.decode(sent.value()))
            .isInstanceOf(UndecodableException.class);
        assertThatThrownBy(() -> byRegistry.decode(sent.value()))
            .isInstanceOfSatisfying(UndecodableException.class, e -> reasons.add(e.reason()));
      }
      assertThat(reasons)
          .hasSize(60)
          .containsOnly(
              UndecodableException.Reason.NOT_FRAMED,
              UndecodableException.Reason.UNKNOWN_SCHEMA_ID,
              UndecodableException.Reason.MALFORMED);
      assertThat(workshop.sent()).doesNotHaveDuplicates();
      assertThat(
              workshop.ledgered().stream()
                  .collect(Collectors.groupingBy(LedgerRecord::kind, Collectors.counting())))
          .containsEntry(LedgerKind.POISON_NOT_AVRO, 20L)
          .containsEntry(LedgerKind.POISON_UNKNOWN_SCHEMA_ID, 20L)
          .containsEntry(LedgerKind.POISON_BROKEN_PAYLOAD, 20L)
          .hasSize(3);
    }
  }

  @Test
  void brokenPayloadsAreOfTheAdService() throws IOException {
    try (Workshop workshop = Workshop.fresh(directory)) {
      assertThatThrownBy(
              () ->
                  workshop.upstream.poison(
                      Poison.Kind.BROKEN_PAYLOAD, Topics.BILLING_EVENTS, Workshop.START, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("topic is billing-events")
          .hasMessageContaining("publishes to ad-events");
      assertThat(workshop.sent()).isEmpty();
    }
  }

  @Test
  void poisonForAnUnknownTopicIsRefused() throws IOException {
    try (Workshop workshop = Workshop.fresh(directory)) {
      assertThatThrownBy(
              () -> workshop.upstream.poison(Poison.Kind.NOT_AVRO, "x", Workshop.START, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ad-events, billing-events");
    }
  }

  private static List<UUID> firstIds(MockProducer<byte[], byte[]> kafka, int count) {
    return kafka.history().stream().limit(count).map(UpstreamTest::eventId).toList();
  }

  private static UUID eventId(ProducerRecord<byte[], byte[]> sent) {
    // The frame's header and the length of the id, then the id.
    return UUID.fromString(new String(sent.value(), 6, EventId.TEXT_LENGTH, US_ASCII));
  }

  /** Acknowledges what is sent when flushed, but for one record. */
  private static MockProducer<byte[], byte[]> failingAtThe(int failing) {
    return new MockProducer<>(
        Workshop.cluster(), false, null, Workshop.serializer(), Workshop.serializer()) {
      @Override
      public synchronized void flush() {
        for (int i = 1; i < failing; i++) {
          completeNext();
        }
        errorNext(new TimeoutException("broker gone"));
        super.flush();
      }
    };
  }
}
