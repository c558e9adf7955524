package dev.incidentlab.server.past;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.drill.Alert;
import dev.incidentlab.drill.Alert.Severity;
import dev.incidentlab.drill.AlertBoard;
import dev.incidentlab.drill.AlertRule;
import dev.incidentlab.drill.Attempt;
import dev.incidentlab.drill.Condition;
import dev.incidentlab.drill.Condition.Comparison;
import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.drill.JournalFile;
import dev.incidentlab.drill.Observation;
import dev.incidentlab.drill.StoryClock;
import dev.incidentlab.drill.scenario.Noise;
import dev.incidentlab.drill.scenario.Scenario;
import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import dev.incidentlab.server.adapter.IngestJobs.StartFrom;
import dev.incidentlab.server.adapter.JobLines;
import dev.incidentlab.server.past.PastRun.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written by the parts that write it is read back from the file. */
class PastRunTest {
  private static final Instant START = Instant.parse("2026-03-03T05:45:00Z");
  private static final AlertRule RULE =
      new AlertRule(
          "fresh",
          Severity.PAGE,
          new Condition("t.freshness", Comparison.ABOVE, 600, "10m"),
          Optional.empty());

  @TempDir Path folder;
  private Instant now = Instant.parse("2027-01-01T10:00:00Z");
  private final InstantSource wall = () -> now;
  private final StoryClock clock = new StoryClock(START, wall);
  private Journal journal;
  private AlertBoard board;

  @BeforeEach
  void open() {
    journal = new Journal(file(), wall, clock);
    board = new AlertBoard(journal, clock, wall);
    journal.write(Kind.LAB, "Drill");
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void theStoryStandsWhereItsLastLineWas() throws IOException {
    clock.hold(START.plusSeconds(900));
    journal.write(Kind.LAB, "published");
    after(10);
    clock.run(2);
    onCall(2);
    after(30);
    journal.write(Kind.LAB, "later");

    PastRun past = read();

    assertThat(past.onCall()).isTrue();
    assertThat(past.pace()).isEqualTo(2);
    assertThat(past.lastStory()).isEqualTo(START.plusSeconds(960));
    StoryClock rebuilt = new StoryClock(past.segments(), past.lastStory(), past.lastWall(), wall);
    after(3600);
    assertThat(rebuilt.now()).isEqualTo(START.plusSeconds(960));
    for (int ago : new int[] {3600, 3610, 3625, 3635, 3640}) {
      assertThat(rebuilt.at(now.minusSeconds(ago))).isEqualTo(clock.at(now.minusSeconds(ago)));
    }
  }

  @Test
  void aPausedStoryStaysPausedAndAResumedOneKeepsItsPaceOverASecondCrash() throws IOException {
    onCall(3);
    verb("clock pause", Map.of(), Map.of());
    assertThat(read().pace()).isZero();

    verb("clock resume", Map.of("pace", "5"), Map.of());
    assertThat(read().pace()).isEqualTo(5);

    journal.write("bo", Kind.LAB, "resumed", Map.of(RunLines.CLOCK, 0, RunLines.RUNS_AT, 5.0));
    assertThat(read().pace()).isEqualTo(5);
  }

  @Test
  void alertsAreAsTheyWere() throws IOException {
    board.observe(RULE, Observation.of(601, "10 min 01 s old"));
    board.acknowledge(null, "ann");
    verb("ack", Map.of(), Map.of("alerts", "fresh"));
    board.observe(RULE, Observation.of(5, "5 s old"));
    board.observe(RULE, Observation.of(700, "11 min 40 s old"));
    AlertBoard.Silence silence = board.silence("2", Duration.ofMinutes(30), "ann");
    verb(
        "alerts silence",
        Map.of("alert", "2", "for", "30m"),
        Map.of("until", silence.until().toString()));

    PastRun past = read();

    assertThat(past.alerts()).isEqualTo(board.all()).hasSize(2);
    assertThat(past.alerts()).extracting(Alert::firing).containsExactly(false, true);
    assertThat(past.alerts()).extracting(Alert::acknowledgedBy).containsExactly("ann", null);
    assertThat(past.silences()).containsExactly(silence);
  }

  @Test
  void aJobThatFailedIsKnownWithWhatWasToldOfIt() throws IOException {
    started("a", "one", StartFrom.EARLIEST);
    journal.write(
        "lab", Kind.OBSERVATION, "failed", standing("a", "one", "FAILED", List.of("outer", "why")));

    PastJobs.Standing job = read().jobs().of("a").orElseThrow();
    assertThat(job.ended()).contains("FAILED");
    assertThat(job.failure()).containsExactly("outer", "why");
    assertThat(read().jobs().of("b")).isEmpty();
  }

  @Test
  void aJobThatWasStartedAnewRuns() throws IOException {
    started("a", "one", StartFrom.EARLIEST);
    journal.write("x", Kind.OBSERVATION, "gone", standing("a", "one", "CANCELED", List.of()));
    assertThat(read().jobs().of("a").orElseThrow().ended()).contains("CANCELED");

    verb("job start", Map.of("from", "offsets", "offsets", "0=5"), Map.of("job", "a", "id", "two"));

    PastJobs.Standing job = read().jobs().of("a").orElseThrow();
    assertThat(job.ended()).isEmpty();
    assertThat(job.starts()).extracting(PastJobs.Start::id).containsExactly("two", "one");
    assertThat(job.starts().get(0).from()).isEqualTo(StartFrom.OFFSETS);
    assertThat(job.starts().get(0).offsets()).isEqualTo("0=5");
  }

  @Test
  void aJobThatWasStoppedHasEnded() throws IOException {
    started("a", "one", StartFrom.EARLIEST);

    verb("job stop", Map.of(), Map.of("job", "a", "id", "one"));

    assertThat(read().jobs().of("a").orElseThrow().ended()).contains("CANCELED");
  }

  @Test
  void namesAndHintsAreNotGivenTwice() throws IOException {
    verb("hint", Map.of(), Map.of());
    begun("replay-1");
    journal.write("ann", Kind.VERB, "done", Map.of(Given.ENDED, "replay-1"));
    begun("redrive-1");
    journal.write("ann", Kind.VERB, "failed", Map.of(Given.ENDED, "redrive-1"));
    begun("replay-2");

    PastRun past = read();

    assertThat(past.given()).isEqualTo(new Given(1, 2, 1));
    assertThat(past.underWay()).containsExactly(new Operation("replay-2", "t"));
  }

  @Test
  void aProducerThatWasStoppedStaysSo() throws IOException {
    verb("producer stop", Map.of(), Map.of());
    assertThat(read().producerStopped()).isTrue();
    verb("producer start", Map.of(), Map.of());
    assertThat(read().producerStopped()).isFalse();
  }

  @Test
  void theEndAndAFailureForGoodAreKnown() throws IOException {
    journal.write("lab", Kind.ERROR, "a port is taken", Map.of("phase", "FAILED"));
    assertThat(read().failed()).isEmpty();
    journal.write("lab", Kind.ERROR, "no page", Map.of("phase", "FAILED", "final", true));
    journal.write("ann", Kind.VERDICT, "PASS", Map.of("phase", "ENDED"));
    journal.write("lab", Kind.LAB, "The lab has ended.", Map.of("phase", "STOPPING"));

    PastRun past = read();

    assertThat(past.failed().orElseThrow().text()).isEqualTo("no page");
    assertThat(past.ended().orElseThrow().text()).isEqualTo("PASS");
    assertThat(past.stopped()).isTrue();
  }

  @Test
  void whatWasBeforeABeginningAgainDoesNotCount() throws IOException {
    started("a", "one", StartFrom.EARLIEST);
    journal.write("lab", Kind.LAB, "again", Map.of(PastRun.AGAIN, true));

    assertThat(read().jobs().of("a")).isEmpty();
  }

  @Test
  void aHalfWrittenLastLineIsCutAndTheJournalGoesOn() throws IOException {
    journal.write(Kind.LAB, "whole");
    Files.writeString(file(), "{\"seq\":3,\"wall\":\"20", StandardOpenOption.APPEND);

    JournalFile read = JournalFile.read(file());

    assertThat(read.entries()).hasSize(2);
    assertThat(read.cutBytes()).isEqualTo(19);
    try (Journal goesOn = new Journal(read, wall, clock)) {
      assertThat(goesOn.write(Kind.LAB, "third").seq()).isEqualTo(3);
    }
    assertThat(JournalFile.read(file()).entries()).hasSize(3);
  }

  @Test
  void anotherAttemptHasThePageAndWhatHappenedSince() throws IOException {
    board.observe(RULE, Observation.of(601, "10 min 01 s old"));
    started("a", "one", StartFrom.EARLIEST);
    clock.hold(START.plusSeconds(900));
    long page = kept();
    onCall(1);
    verb("hint", Map.of(), Map.of());
    verb("producer stop", Map.of(), Map.of());
    verb("topic recreate", Map.of("topic", "t"), Map.of());
    begun("replay-1");
    board.observe(RULE, Observation.of(1, "1 s old"));
    journal.write("ann", Kind.VERDICT, "PASS", Map.of("phase", "ENDED"));
    assertThat(read().attempt()).isEqualTo(1);
    assertThat(read().backAtPage()).isFalse();

    PastRun atPage = PastRun.of(lines().subList(0, (int) page), scenario());
    clock.again(atPage.segments(), atPage.lastStory());
    journal.write("ann", Kind.LAB, "back", Attempt.begins(2, page));
    PastRun past = read();

    assertThat(past.attempt()).isEqualTo(2);
    assertThat(past.backAtPage()).isTrue();
    assertThat(past.onCall()).isFalse();
    assertThat(past.lastStory()).isEqualTo(START.plusSeconds(900));
    assertThat(past.producerStopped()).isFalse();
    assertThat(past.recreated()).isEmpty();
    assertThat(past.ended()).isEmpty();
    assertThat(past.underWay()).isEmpty();
    assertThat(past.alerts()).extracting(Alert::firing).containsExactly(true);
    assertThat(past.jobs().of("a").orElseThrow().newest("a").id()).isEqualTo("one");
    assertThat(past.baseline()).isEqualTo("seen");
    assertThat(past.troubled()).isEqualTo(Map.of("registry", "gone"));
    // What people were given they have.
    assertThat(past.given()).isEqualTo(new Given(1, 1, 0));

    onCall(3);
    verb("hint", Map.of(), Map.of());

    assertThat(read().backAtPage()).isFalse();
    assertThat(read().onCall()).isTrue();
    assertThat(read().pace()).isEqualTo(3);
    assertThat(read().given().hints()).isEqualTo(2);
  }

  @Test
  void aPageOfAnotherRunIsOlderThanTheFirstLine() throws IOException {
    clock.hold(START.plusSeconds(900));
    long page = kept();
    List<JournalEntry> lines = new ArrayList<>(lines());
    Instant begun = now.plusSeconds(7200);
    lines.set(
        0,
        new JournalEntry(
            1,
            begun.toString(),
            START.toString(),
            "bo",
            Kind.LAB,
            "Drill",
            Map.of(RunLines.PAGE_OF, "there")));
    lines.add(
        new JournalEntry(
            page + 1,
            begun.toString(),
            lines.get((int) page - 1).story(),
            "lab",
            Kind.LAB,
            "from there",
            Attempt.begins(1, page)));

    PastRun past = PastRun.of(lines, scenario());

    assertThat(past.attempt()).isEqualTo(1);
    assertThat(past.backAtPage()).isTrue();
    assertThat(past.pageOf()).contains("there");
    StoryClock rebuilt = new StoryClock(past.segments(), past.lastStory(), past.lastWall(), wall);
    assertThat(rebuilt.at(now)).isEqualTo(START.plusSeconds(900));
    assertThat(rebuilt.at(begun.plusSeconds(60))).isEqualTo(START.plusSeconds(900));
  }

  private long kept() {
    return journal
        .write(
            "lab",
            Kind.LAB,
            "kept",
            Map.of(
                RunLines.PAGE_KEPT,
                90,
                RunLines.BASELINE,
                "seen",
                RunLines.TROUBLED,
                Map.of("registry", "gone")))
        .seq();
  }

  private List<JournalEntry> lines() throws IOException {
    return JournalFile.read(file()).entries();
  }

  private Path file() {
    return folder.resolve(JournalFile.NAME);
  }

  private PastRun read() throws IOException {
    return PastRun.of(JournalFile.read(file()).entries(), scenario());
  }

  private void after(int seconds) {
    now = now.plusSeconds(seconds);
  }

  private void onCall(double pace) {
    journal.write("lab", Kind.LAB, "on call", Map.of("phase", "ON_CALL", RunLines.CLOCK, pace));
  }

  private void verb(String words, Map<String, String> arguments, Map<String, String> facts) {
    journal.write(
        "ann", Kind.VERB, words, Map.of("verb", words, "arguments", arguments, "facts", facts));
  }

  private void started(String job, String id, StartFrom from) {
    journal.write("lab", Kind.LAB, "started", JobLines.started(job, id, from));
  }

  private void begun(String id) {
    journal.write("ann", Kind.VERB, id, Map.of(Given.BEGUN, id, "table", "t"));
  }

  private static Map<String, Object> standing(
      String job, String id, String state, List<String> failure) {
    return JobLines.standing(new FlinkJob(id, job, state, START), failure);
  }

  private static Scenario scenario() {
    return new Scenario(
        "s",
        "",
        Scenario.Difficulty.BEGINNER,
        30,
        List.of(),
        "",
        "",
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of(RULE),
        Noise.none(),
        List.of(),
        List.of(),
        List.of(),
        null,
        null,
        List.of(),
        List.of(),
        "none.md",
        List.of());
  }
}
