package dev.incidentlab.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.ingest.DecodeFunction.Purpose;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.UndecodableException.Reason;
import dev.incidentlab.schema.WireFormat;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A registry in trouble holds records back; only what is wrong with a record sets it aside. */
@Timeout(60)
class DecodeFunctionTest {
  private static final Schema V1 = Contracts.load(Contracts.AD_EVENT, 1);
  private static final int ID = 1;
  private static final int UNKNOWN_ID = 9;
  private static final String HTML = "<html>bad gateway</html>";

  @TempDir Path folder;
  private AnsweringRegistry registry;

  @BeforeEach
  void start() throws Exception {
    registry = new AnsweringRegistry(Map.of(ID, V1));
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private DecodeHarness harness() throws Exception {
    return new DecodeHarness(DecodeHarness.options(registry.url(), 1, folder), "registry", true);
  }

  @Test
  void aGoodRecordIsHeldBackUntilTheRegistryAnswers() throws Exception {
    registry.plan(503, "");
    registry.plan(404, HTML);
    registry.plan(404, "{\"error_code\": 40401, \"message\": \"Subject not found\"}");
    registry.plan(200, HTML);
    try (DecodeHarness decode = harness()) {
      decode.process(0, frame(ID, "e0", 1));
      decode.process(1, frame(ID, "e1", 1));

      assertThat(decode.rows()).extracting(SourceRow::offset).containsExactly(0L, 1L);
      assertThat(decode.rows()).allSatisfy(r -> assertThat(r.row()).isNotNull());
      assertThat(decode.deadLetters()).isEmpty();
    }
    // Four answers that were none, the schema, and nothing for the second record.
    assertThat(registry.asked()).isEqualTo(5);
  }

  @Test
  void aRecordOfAnUnknownIdIsSetAsideAndThoseAroundItAreRows() throws Exception {
    try (DecodeHarness decode = harness()) {
      decode.process(0, frame(ID, "e0", 1));
      decode.process(1, frame(UNKNOWN_ID, "e1", 1));
      decode.process(2, frame(ID, "e2", 1));
      decode.process(3, frame(ID, "e3", 1));

      assertThat(decode.rows())
          .extracting(r -> r.row() != null)
          .containsExactly(true, false, true, true);
      assertThat(decode.deadLetters())
          .singleElement()
          .satisfies(
              letter -> {
                assertThat(letter.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA_ID);
                assertThat(letter.record().offset()).isEqualTo(1);
              });
    }
  }

  @Test
  void cancellingEndsTheWaitAndNothingBecomesOfTheRecord() throws Exception {
    registry.alwaysAnswer(503, "");
    try (DecodeHarness decode = harness()) {
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread task =
          new Thread(
              () -> {
                try {
                  decode.process(0, frame(ID, "e0", 1));
                  end.complete(null);
                } catch (Throwable e) {
                  end.complete(e);
                }
              });
      task.start();
      awaitAsked(2);

      // As Flink does when a task is cancelled
      task.interrupt();

      assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
      assertThat(decode.rows()).isEmpty();
      assertThat(decode.deadLetters()).isEmpty();
    }
  }

  @Test
  void valuesThatNoRowMayHaveAreSetAsideWithTheReason() throws Exception {
    try (DecodeHarness decode = harness()) {
      decode.process(0, frame(ID, "", 1));
      decode.process(1, frame(ID, "e1", Long.MAX_VALUE));
      decode.process(2, frame(ID, "e2", Long.MIN_VALUE));
      decode.process(3, frame(ID, "e3", 253_402_300_800_000_000L));
      decode.process(4, frame(ID, "e4", 253_402_300_799_999_999L));
      decode.process(5, frame(ID, "e5", -62_135_596_800_000_000L));
      decode.process(6, frame(ID, "e6", -62_135_596_800_000_001L));

      assertThat(decode.rows())
          .extracting(r -> r.row() != null)
          .containsExactly(false, false, false, false, true, true, false);
      assertThat(decode.deadLetters())
          .hasSize(5)
          .allSatisfy(letter -> assertThat(letter.reason()).isEqualTo(Reason.INVALID_VALUE));
      assertThat(decode.deadLetters().get(0).headers())
          .containsEntry(
              DeadLetterHeaders.EXCEPTION_MESSAGE, "event_id is empty, and a row is known by it");
      assertThat(decode.deadLetters().get(3).headers())
          .containsEntry(
              DeadLetterHeaders.EXCEPTION_MESSAGE,
              "event_ts is +10000-01-01T00:00:00Z, and a table has the years 0001 to 9999");
    }
  }

  @Test
  void aRecordWhoseSchemaWasNotToBeHadIsSetAsideIfTheFlagSaysSoAndKnownIdsGoOn() throws Exception {
    try (DecodeHarness decode =
        new DecodeHarness(
            DecodeHarness.options(registry.url(), 1, folder), "registry", true, "dead-letter")) {
      decode.process(0, frame(ID, "e0", 1));
      registry.alwaysAnswer(503, "");
      decode.process(1, frame(ID, "e1", 1));
      decode.process(2, frame(UNKNOWN_ID, "e2", 1));

      assertThat(ids(decode)).containsExactly("e0", "e1", "");
      assertThat(decode.deadLetters())
          .singleElement()
          .satisfies(
              letter -> {
                assertThat(letter.reason()).isEqualTo(Reason.REGISTRY_UNAVAILABLE);
                assertThat(letter.record().offset()).isEqualTo(2);
                assertThat(letter.headers().get(DeadLetterHeaders.EXCEPTION_MESSAGE))
                    .contains(registry.url());
              });
    }
  }

  @Test
  void whoGoesOnFromACheckpointWhileTheRegistryIsAwayKnowsTheIdsOfBefore() throws Exception {
    JobOptions options = DecodeHarness.options(registry.url(), 1, folder);
    try (DecodeHarness before = harness()) {
      before.process(0, frame(ID, "e0", 1));
      registry.alwaysAnswer(503, "");
      try (DecodeHarness decode = before.next(options);
          DecodeHarness third = decode.next(options)) {
        decode.process(1, frame(ID, "e1", 1));
        decode.process(2, frame(UNKNOWN_ID, "e2", 1));
        third.process(3, frame(ID, "e3", 1));

        assertThat(ids(decode)).containsExactly("e1", "");
        assertThat(decode.deadLetters())
            .singleElement()
            .extracting(DeadLetter::reason)
            .isEqualTo(Reason.REGISTRY_UNAVAILABLE);
        assertThat(ids(third)).containsExactly("e3");
      }
    }
  }

  @Test
  void whoTakesRowsOutWaitsForTheRegistryWhateverTheFlagSays() throws Exception {
    registry.plan(503, "");
    try (DecodeHarness decode =
        new DecodeHarness(
            DecodeHarness.options(registry.url(), 1, folder),
            Purpose.REPLACE,
            "registry",
            true,
            "dead-letter")) {
      decode.process(0, frame(ID, "e0", 1));

      assertThat(ids(decode)).containsExactly("e0");
      assertThat(decode.deadLetters()).isEmpty();
    }
  }

  @Test
  void withoutDeadLettersTheJobFailsWithTheRecordsPosition() throws Exception {
    try (DecodeHarness decode =
        new DecodeHarness(DecodeHarness.options(registry.url(), 1, folder), "registry", false)) {
      assertThatThrownBy(() -> decode.process(7, frame(UNKNOWN_ID, "e0", 1)))
          .isInstanceOf(UndecodableRecordException.class)
          .hasMessageContaining("ad-events-0@7");
    }
  }

  @Test
  void aStreamFedDecoderFailsAgainAfterEachRestartWithoutDeadLetters() throws Exception {
    for (int restart = 0; restart < 3; restart++) {
      try (DecodeHarness decode = streamFed(false)) {
        decode.process(6, frame(ID, "e6", 1));
        assertThatThrownBy(() -> decode.process(7, attemptThenWhole()))
            .isInstanceOf(UndecodableRecordException.class)
            .hasMessageContaining("ad-events-0@7");
        assertThat(ids(decode)).containsExactly("e6");
      }
    }
  }

  @Test
  void withDeadLettersAStreamFedDecoderMakesARowOfTheRestAndLagsBehind() throws Exception {
    try (DecodeHarness decode = streamFed(true)) {
      decode.process(0, frame(ID, "e0", 1));
      decode.process(1, attemptThenWhole());
      decode.process(2, frame(ID, "e2", 1));
      decode.process(3, frame(ID, "e3", 1));
      decode.process(4, attemptThenWhole());
      decode.process(5, frame(ID, "e5", 1));
      decode.process(6, frame(ID, "e6", 1));

      // e5 and e6 are on their way, and a good record's offset stands among the letters.
      assertThat(ids(decode)).containsExactly("e0", "", "retry", "e2", "e3", "", "retry");
      assertThat(decode.deadLetters())
          .extracting(letter -> letter.record().offset())
          .containsExactly(1L, 5L);
      assertThat(decode.rows())
          .filteredOn(r -> r.row() != null)
          .allSatisfy(r -> assertThat(r.row().get("_decoder_revision")).isEqualTo(0));
    }
  }

  private DecodeHarness streamFed(boolean deadLetters) throws Exception {
    return new DecodeHarness(
        DecodeHarness.options(registry.url(), 1, folder), "stream", deadLetters);
  }

  private static List<String> ids(DecodeHarness decode) {
    return decode.rows().stream()
        .map(r -> r.row() == null ? "" : r.row().get("event_id").toString())
        .toList();
  }

  /** An id and a time and no type that there is, and a whole event behind it. */
  private static byte[] attemptThenWhole() {
    byte[] attempt = frame(ID, "first", 1);
    byte[] whole = frame(ID, "retry", 1);
    int type = WireFormat.HEADER_LENGTH + 1 + "first".length() + 1;
    attempt[type] = 80;
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(attempt, 0, type + 1);
    both.write(whole, WireFormat.HEADER_LENGTH, whole.length - WireFormat.HEADER_LENGTH);
    return both.toByteArray();
  }

  private void awaitAsked(int times) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (registry.asked() < times) {
      assertThat(System.nanoTime()).as("asked %d times", registry.asked()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static byte[] frame(int schemaId, String id, long micros) {
    return WireFormat.encode(
        schemaId,
        V1,
        new GenericRecordBuilder(V1)
            .set("event_id", id)
            .set("event_ts", micros)
            .set(
                "event_type",
                new GenericData.EnumSymbol(V1.getField("event_type").schema(), "CLICK"))
            .set("customer_id", 2L)
            .set("campaign_id", 3L)
            .set("country", "DE")
            .set("device_type", "mobile")
            .set("placement", null)
            .set("spend_micros", 5L)
            .build());
  }
}
