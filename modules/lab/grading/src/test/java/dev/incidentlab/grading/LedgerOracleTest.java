package dev.incidentlab.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.Outcome;
import dev.incidentlab.grading.TableColumns.Kind;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.WireFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LedgerOracleTest {
  private static final int EVENTS = 40;

  @TempDir private Path directory;
  private SmallWorld world;
  private List<Published> events;

  @BeforeEach
  void publish() throws IOException {
    world = SmallWorld.withBilling(directory);
    events = world.publishAds(EVENTS);
  }

  @AfterEach
  void close() throws IOException {
    world.close();
  }

  @Test
  void holdsWhenEveryEventIsInTheTableAsPublished() throws InterruptedException {
    world.ads().ingest(events);

    Finding finding = world.judge("ledger");

    assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
    assertThat(finding.checked()).isEqualTo(EVENTS + 5);
    assertThat(finding.observed()).contains(counts(0, 0, 0, 0));
  }

  @Test
  void failsWithNothingDone() throws InterruptedException {
    Finding finding = world.judge("ledger");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains(counts(EVENTS, 0, 0, 0));
    assertThat(finding.examples()).hasSize(Finding.MAX_EXAMPLES);
  }

  @Test
  void showsAMissingEventWithItsPlace() throws InterruptedException {
    Published missing = events.get(6);
    world.ads().ingest(without(missing));

    Finding finding = world.judge("ledger");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains(counts(1, 0, 0, 0));
    assertThat(finding.examples())
        .containsExactly(
            "missing: %s, ad-events partition 0 offset 3, event time 2026-03-02T06:00:12.000003Z"
                .formatted(missing.id()));
  }

  @Test
  void failsForARowThatIsThereTwice() throws InterruptedException {
    world.ads().ingest(events);
    world.ads().ingest(List.of(events.get(3)));

    Finding finding = world.judge("ledger");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains(counts(0, 1, 0, 0));
    assertThat(finding.examples()).singleElement().asString().contains(events.get(3).id());
  }

  @ParameterizedTest
  @MethodSource("columns")
  void failsForAnAlteredColumnAndNamesIt(String column, Kind kind) throws InterruptedException {
    Object other = kind == Kind.TEXT ? "feed" : (Object) 17L;
    List<Published> rows = new ArrayList<>(without(events.get(8)));
    rows.add(events.get(8).with(column, other));
    world.ads().ingest(rows);

    Finding finding = world.judge("ledger");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains(counts(0, 0, 0, 1));
    assertThat(finding.examples())
        .singleElement()
        .asString()
        .contains(events.get(8).id())
        .containsPattern(": " + column + " should be .* and is '?(feed|17)'?$");
  }

  static Stream<Arguments> columns() {
    return TableColumns.of(Contracts.AD_EVENT, 1).columns().stream()
        .filter(column -> !column.name().equals("event_id"))
        .map(column -> Arguments.of(column.name(), column.kind()));
  }

  @Test
  void seesAnAlteredEventIdAsOneMissingAndOneFabricated() throws InterruptedException {
    List<Published> rows = new ArrayList<>(without(events.get(8)));
    rows.add(events.get(8).with("event_id", "00000000-0000-7000-8000-000000000001"));
    world.ads().ingest(rows);

    Finding finding = world.judge("ledger");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains(counts(1, 0, 1, 0));
  }

  @Test
  void failsForAnEventIdThatIsNone() throws InterruptedException {
    world.ads().ingest(events);
    world.ads().ingest(List.of(events.get(0).with("event_id", "mobile")));

    Finding finding = world.judge("ledger");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains(counts(0, 0, 1, 0));
    assertThat(finding.examples()).singleElement().asString().contains("fabricated: 'mobile'");
  }

  @Test
  void tellsNullFromTheEmptyText() throws InterruptedException {
    Published withoutPlacement = events.get(10).with("placement", null);
    Published event = world.ads().publish(0, withoutPlacement.with("event_id", id(1)).event());
    world.ads().ingest(events);
    world.ads().ingest(List.of(event.with("placement", "")));

    Finding finding = world.judge("ledger");

    assertThat(finding.observed()).contains(counts(0, 0, 0, 1));
    assertThat(finding.examples())
        .singleElement()
        .asString()
        .endsWith("placement should be null and is ''");
  }

  @Test
  void countsADeadLetterForItsEvent() throws InterruptedException {
    world.ads().ingest(without(events.get(4)));
    world.ads().deadLetter(events.get(4));
    world.ads().deadLetter(events.get(4));

    Finding finding = world.judge("ledger");

    assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
    assertThat(finding.observed()).contains("1 unresolved dead letters");
  }

  @Test
  void failsForAnEventBothInTheTableAndAmongTheDeadLetters() throws InterruptedException {
    world.ads().ingest(events);
    world.ads().deadLetter(events.get(4));

    Finding finding = world.judge("ledger");

    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.observed()).contains(counts(0, 1, 0, 0));
  }

  @Test
  void doesNotCountAResolvedDeadLetter() throws InterruptedException {
    world.ads().ingest(without(events.get(5)));
    world.ads().deadLetter(events.get(4));
    world.ads().resolve(events.get(4));
    world.ads().deadLetter(events.get(5));
    world.ads().resolve(events.get(5));

    Finding finding = world.judge("ledger");

    assertThat(finding.observed()).contains(counts(1, 0, 0, 0));
    assertThat(finding.examples()).singleElement().asString().contains(events.get(5).id());
  }

  @Test
  void expectsAnEventThatWasPublishedTwiceTwice() throws InterruptedException {
    Published again = world.ads().publish(1, events.get(2).event());
    world.ads().ingest(events);

    Finding once = world.judge("ledger");
    world.ads().ingest(List.of(again));
    Finding twice = world.judge("ledger");

    assertThat(once.observed()).contains(counts(1, 0, 0, 0));
    assertThat(twice.outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void waitsWhileTheTableCatchesUp() throws InterruptedException {
    world.ads().ingest(events.subList(0, 20));
    world
        .time()
        .onPause(
            pause -> {
              if (pause % 10 == 0 && pause <= 20) {
                world.ads().ingest(events.subList(10 + pause, 20 + pause));
              }
            });

    Finding finding = world.judge("ledger");

    assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
    assertThat(world.time().passed()).isEqualTo(Limits.DEFAULT.lookAgain().multipliedBy(20));
  }

  @Test
  void waitsForRowsThatAreCommittedAfterALetterBehindThem() throws InterruptedException {
    Published poison = world.ads().publishPoison(0);
    world.ads().ingest(events.subList(0, 20));
    world.ads().deadLetter(poison);
    world
        .time()
        .onPause(
            pause -> {
              if (pause == 3) {
                world.ads().ingest(events.subList(20, EVENTS));
              }
            });

    Finding finding = world.judge("ledger");

    assertThat(finding.outcome()).as("%s", finding).isEqualTo(Outcome.PASS);
    assertThat(world.time().passed()).isEqualTo(Limits.DEFAULT.lookAgain().multipliedBy(3));
  }

  @Test
  void doesNotWaitForAnEventThatIngestHasPassed() throws InterruptedException {
    world.ads().ingest(without(events.get(6)));

    world.judge("ledger");

    assertThat(world.time().passed()).isEqualTo(Duration.ZERO);
  }

  @Test
  void givesUpOnceNothingMoves() throws InterruptedException {
    world.ads().ingest(events.subList(0, 20));

    Finding finding = world.judge("ledger");

    assertThat(finding.observed()).contains(counts(20, 0, 0, 0));
    assertThat(world.time().passed()).isEqualTo(Limits.DEFAULT.stillness());
  }

  @Test
  void readsAgainFromTheStartWhenFilesWereRewritten() throws InterruptedException {
    world.ads().ingest(events.subList(0, 20));
    world.ads().ingest(List.of(events.get(1).with("spend_micros", 0L)));
    world
        .time()
        .onPause(
            pause -> {
              if (pause == 1) {
                world.ads().upsert(events);
              }
            });

    Finding finding = world.judge("ledger");

    assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
    assertThat(finding.observed()).contains("%d rows".formatted(EVENTS));
  }

  @Test
  void ignoresRowsOfEventsPublishedAfterTheCut() throws InterruptedException {
    world.ads().ingest(events.subList(0, 20));
    world
        .time()
        .onPause(
            pause -> {
              if (pause == 1) {
                List<Published> later = world.publishAds(6);
                world.ads().ingest(events.subList(20, EVENTS));
                world.ads().ingest(later);
              }
            });

    Finding finding = world.judge("ledger");

    assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
    assertThat(finding.checked()).isEqualTo(EVENTS + 5);
  }

  @Test
  void failsForARowFromBeyondTheLedgersEnd() throws InterruptedException {
    Published last = events.get(EVENTS - 1);
    world.ads().ingest(events);
    world.ads().ingest(List.of(new Published(1, 5_000, last.with("event_id", id(9)).event())));

    Finding finding = world.judge("ledger");

    assertThat(finding.observed()).contains(counts(0, 0, 1, 0));
    assertThat(finding.examples())
        .singleElement()
        .asString()
        .contains("fabricated: " + id(9))
        .contains("partition 1 offset 5000");
  }

  @Test
  void letsTheLedgerReachARowThatIsAheadOfIt() throws InterruptedException {
    Published ahead = new Published(0, 20, world.adEvent());
    world.ads().ingest(events);
    world.ads().ingest(List.of(ahead));
    world
        .time()
        .onPause(
            pause -> {
              if (pause == 2) {
                world.ads().publish(0, ahead.event());
              }
            });

    assertThat(world.judge("ledger").outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void showsWhatAPinnedDecoderMadeOfALaterVersion() throws InterruptedException {
    Schema v2 = Contracts.load(Contracts.AD_EVENT, 2);
    GenericRecord event = world.adEvent();
    event.put("event_type", SmallWorld.symbol("UNKNOWN"));
    event.put("placement", "feed_top");
    GenericRecordBuilder written = new GenericRecordBuilder(v2).set("attribution", null);
    event.getSchema().getFields().forEach(f -> written.set(f.name(), event.get(f.pos())));
    written.set(
        "event_type",
        new GenericData.EnumSymbol(v2.getField("event_type").schema(), "VIEW_THROUGH"));
    byte[] frame = WireFormat.encode(2, v2, written.build());
    Published published = world.ads().publish(0, event, frame, 2);
    world.ads().ingest(events);
    world.ads().ingest(List.of(published.with("placement", null).with("spend_micros", 1L)));

    Finding finding = world.judge("ledger");

    assertThat(finding.examples())
        .singleElement()
        .asString()
        .endsWith(
            "placement should be 'feed_top' and is null, spend_micros should be %s and is 1"
                .formatted(event.get("spend_micros")));
  }

  @Test
  void isAnErrorWhenTheLedgerIsEmpty() throws IOException, InterruptedException {
    try (SmallWorld nothing = SmallWorld.empty(directory.resolve("nothing"))) {
      Finding finding = nothing.judge("ledger");

      assertThat(finding.outcome()).isEqualTo(Outcome.ERROR);
      assertThat(finding.observed()).contains("nothing that was published to ad-events");
    }
  }

  private List<Published> without(Published one) {
    return events.stream().filter(event -> !event.equals(one)).toList();
  }

  private static String id(int number) {
    return "00000000-0000-7000-8000-%012d".formatted(number);
  }

  private static String counts(int missing, int duplicate, int fabricated, int altered) {
    return "missing %d, duplicate %d, fabricated %d, altered %d"
        .formatted(missing, duplicate, fabricated, altered);
  }
}
