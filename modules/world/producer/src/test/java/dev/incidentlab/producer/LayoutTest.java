package dev.incidentlab.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.producer.ledger.LedgerRecord;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.EventDecoder;
import dev.incidentlab.schema.PinnedDecoder;
import dev.incidentlab.schema.RegistryDecoder;
import dev.incidentlab.schema.UndecodableException;
import dev.incidentlab.schema.WireFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What readers make of version 2 in each of its layouts. */
class LayoutTest {
  private static final int SCHEMA_ID = 2;
  private static final long HOUR = 3_600;
  private static final long DAY_2_OF_1970 = 86_400;
  private static final long LAST_DAY_OF_2099 =
      Instant.parse("2099-12-31T00:00:00Z").getEpochSecond();
  private static final long MORNING = Instant.parse("2026-03-03T06:00:00Z").getEpochSecond();

  @TempDir Path directory;
  @TempDir Path otherDirectory;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 11, 42, -7, Long.MAX_VALUE})
  void aPinnedReaderFailsAtEachRecordOfTheEarlyLayout(long seed) {
    Set<String> read = new HashSet<>();
    int records = 0;
    // Of every hour of the day, some of 1970 and 2100: bytes of times differ.
    for (long hour = 0; hour < 24; hour++) {
      for (long day : new long[] {MORNING, DAY_2_OF_1970, LAST_DAY_OF_2099}) {
        List<byte[]> frames = frames(seed, day + hour * HOUR, Layout.EARLY);
        records += frames.size();
        for (byte[] frame : frames) {
          for (int pinned = 1; pinned <= 2; pinned++) {
            if (decodes(new PinnedDecoder(Contracts.load(Contracts.AD_EVENT, pinned)), frame)) {
              read.add("as version %d: %s".formatted(pinned, Bytes.hex(frame)));
            }
          }
        }
      }
    }

    assertThat(records).isGreaterThan(10_000);
    assertThat(read).isEmpty();
  }

  @Test
  void aPinnedReaderNoticesNothingOfTheLateLayout() {
    PinnedDecoder pinned = new PinnedDecoder(Contracts.load(Contracts.AD_EVENT, 1));

    assertThat(frames(11, MORNING, Layout.LATE))
        .isNotEmpty()
        .allSatisfy(frame -> assertThat(decodes(pinned, frame)).isTrue());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whoReadsByTheWritersSchemaSeesNoDifference(int declared) throws Exception {
    assertThat(rows(directory, Layout.EARLY, declared))
        .hasSizeGreaterThan(500)
        .isEqualTo(rows(otherDirectory, Layout.LATE, declared));
  }

  @Test
  void theLedgerSeesNoDifferenceButInBytes() throws IOException {
    List<LedgerRecord> early = ledgered(directory, Layout.EARLY);
    List<LedgerRecord> late = ledgered(otherDirectory, Layout.LATE);

    assertThat(early)
        .hasSizeGreaterThan(500)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("payloadCrc")
        .isEqualTo(late);
    assertThat(early).extracting(LedgerRecord::schemaVersion).containsOnly(2);
    assertThat(early).isNotEqualTo(late);
  }

  @Test
  void anUnknownLayoutIsNamed() {
    assertThat(Layout.of("early")).isEqualTo(Layout.EARLY);
    assertThatThrownBy(() -> Layout.of("EARLY"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layout is \"EARLY\"; it is one of late, early");
  }

  private static List<byte[]> frames(long seed, long second, Layout layout) {
    EventEncoder encoder = new EventEncoder();
    List<byte[]> frames = new ArrayList<>();
    new AdTraffic(seed, 300, new Customers())
        .generate(
            second,
            new Rollout(1, false, layout),
            event -> frames.add(encoder.encode(SCHEMA_ID, event)));
    return frames;
  }

  private static boolean decodes(EventDecoder decoder, byte[] frame) {
    try {
      return decoder.decode(frame) != null;
    } catch (UndecodableException e) {
      assertThat(e.reason()).isEqualTo(UndecodableException.Reason.MALFORMED);
      return false;
    }
  }

  private static List<GenericRecord> rows(Path directory, Layout layout, int declared)
      throws IOException, UndecodableException {
    try (Workshop workshop = published(directory, layout)) {
      var reader = new RegistryDecoder(workshop.registry.client(), Contracts.AD_EVENT, declared);
      List<GenericRecord> rows = new ArrayList<>();
      for (ProducerRecord<byte[], byte[]> sent : workshop.kafka.history()) {
        if (sent.topic().equals(Topics.AD_EVENTS)) {
          assertThat(WireFormat.schemaId(sent.value())).isNotEqualTo(1);
          rows.add(reader.decode(sent.value()));
        }
      }
      return rows;
    }
  }

  private static List<LedgerRecord> ledgered(Path directory, Layout layout) throws IOException {
    try (Workshop workshop = published(directory, layout)) {
      return workshop.ledgered(Topics.AD_EVENTS);
    }
  }

  private static Workshop published(Path directory, Layout layout) throws IOException {
    Workshop workshop = Workshop.fresh(directory);
    workshop.upstream.rollOut(new Rollout(1, true, layout));
    workshop.upstream.advance(Workshop.at(60));
    return workshop;
  }
}
