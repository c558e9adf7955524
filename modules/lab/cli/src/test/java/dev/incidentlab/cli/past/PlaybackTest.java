package dev.incidentlab.cli.past;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.cli.Captured;
import dev.incidentlab.cli.view.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PlaybackTest {
  private static final Style PLAIN = new Style(false);
  private static final String RUN = "pinned-schema/1";

  @TempDir Path run;
  private final Captured captured = new Captured();
  private final BlockingQueue<Integer> keys = new LinkedBlockingQueue<>();

  private static String line(int seq, String story, String who, String kind, String text) {
    return line(seq, story, who, kind, text, "{}");
  }

  private static String line(
      int seq, String story, String who, String kind, String text, String data) {
    return """
        {"seq":%d,"wall":"2026-11-22T20:00:%02dZ","story":"2026-03-03T%sZ","who":"%s","kind":"%s","text":"%s","data":%s}
        """
        .formatted(seq, seq, story, who, kind, text, data);
  }

  private static final String JOURNAL =
      line(1, "05:45:00", "dana", "LAB", "Drill 'Blank' with seed 42.")
          + line(2, "07:30:00", "lab", "FAULT", "Injected producer.rollout")
          + line(3, "09:30:00", "lab", "ALERT", "PAGE freshness")
          + line(4, "09:31:00", "dana", "VERB", "job restart: done")
          + line(5, "09:30:00", "lab", "LAB", "Back at the page.", "{\"attempt\":2,\"page\":3}")
          + line(6, "09:30:30", "lab", "FAULT", "Injected again")
          + line(7, "09:40:00", "dana", "VERDICT", "verify --final: PASS", "{\"phase\":\"ENDED\"}");

  private PastJournal journal(String text) throws IOException {
    Files.writeString(run.resolve("journal.jsonl"), text);
    return PastJournal.read(run);
  }

  private Stepper stepper() throws IOException {
    return new Stepper(RUN, journal(JOURNAL));
  }

  @Test
  void allOfItHasBothClocksWhoAndTheFaultsByAttempt() throws Exception {
    new Playback(RUN, journal(JOURNAL), 0).print(captured.terminal());

    assertThat(captured.out().lines())
        .containsExactly(
            "pinned-schema/1   7 lines, 2 attempts, ended with its final verdict",
            "    WALL     STORY",
            "     +0s  05:45:00  dana: Drill 'Blank' with seed 42.",
            "     +1s  07:30:00  fault: Injected producer.rollout",
            "     +2s  09:30:00  PAGE freshness",
            "     +3s  09:31:00  dana: job restart: done",
            "",
            "Attempt 2",
            "     +4s  09:30:00  Back at the page.",
            "     +5s  09:30:30  fault: Injected again",
            "     +6s  09:40:00  dana: verify --final: PASS");
  }

  @Test
  void aDamagedLineIsNamedAndTheOthersAreShown() throws Exception {
    List<String> lines = new ArrayList<>(JOURNAL.lines().toList());
    lines.set(2, "{\"seq\":3,\"wall\":\"20");
    lines.set(3, "{\"seq\":4}");
    PastJournal journal = journal(String.join("\n", lines) + "\n{\"seq\":8,\"wa");

    assertThat(journal.lines()).extracting(PastLine::number).containsExactly(1L, 2L, 5L, 6L, 7L);
    assertThat(journal.damage())
        .satisfiesExactly(
            third -> assertThat(third).startsWith("line 3 of journal.jsonl is no journal line"),
            fourth -> assertThat(fourth).startsWith("line 4 of journal.jsonl is no journal line"),
            last -> assertThat(last).startsWith("line 8 of journal.jsonl is half-written"));
    new Playback(RUN, journal, 0).print(captured.terminal());
    assertThat(captured.out()).contains("line 3 of journal.jsonl", "fault: Injected again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ENDED", "FAILED", "STOPPING"})
  void theLastPhaseSaysWhetherItIsOver(String phase) throws IOException {
    String ended = line(1, "09:30:00", "lab", "LAB", "x", "{\"phase\":\"" + phase + "\"}");
    String resumed = line(2, "09:30:00", "lab", "LAB", "y", "{\"phase\":\"ON_CALL\"}");

    assertThat(journal(ended).over()).isTrue();
    assertThat(journal(ended + resumed).over()).isFalse();
    assertThat(journal(JOURNAL.lines().findFirst().orElseThrow() + "\n").over()).isFalse();
  }

  @Test
  void nextAndBackGoLineByLineAndStopAtBothEnds() throws IOException {
    Stepper stepper = stepper();

    stepper.back();
    assertThat(stepper.picture(PLAIN, 24)).last().asString().startsWith("1 of 7");
    for (int times = 0; times < 9; times++) {
      stepper.next();
    }
    assertThat(stepper.untilNext()).isEmpty();
    assertThat(stepper.picture(PLAIN, 24)).last().asString().startsWith("7 of 7");
    stepper.back();
    assertThat(String.join("\n", stepper.picture(PLAIN, 24)))
        .contains("Attempt 2", "fault: Injected again")
        .doesNotContain("--final");
  }

  @Test
  void faultsAloneAreShownOnRequest() throws IOException {
    Stepper stepper = stepper();

    stepper.toggleFaults();
    assertThat(String.join("\n", stepper.picture(PLAIN, 24)))
        .contains("fault: Injected producer.rollout", "1 of 2", "f all lines")
        .doesNotContain("Drill 'Blank'", "Injected again");
    stepper.next();
    stepper.toggleFaults();
    assertThat(stepper.picture(PLAIN, 24)).last().asString().startsWith("6 of 7");
    stepper.next();
    stepper.toggleFaults(); // From a line that is none: the fault before it.
    assertThat(stepper.picture(PLAIN, 24)).last().asString().startsWith("2 of 2");
  }

  @Test
  void aRunWithoutFaultsHasNoneToShow() throws IOException {
    Stepper stepper = new Stepper(RUN, journal(line(1, "09:30:00", "lab", "LAB", "x")));

    stepper.toggleFaults();

    assertThat(stepper.picture(PLAIN, 24)).contains("no fault was injected");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 6, 24})
  void thePictureFitsTheWindow(int rows) throws IOException {
    Stepper stepper = stepper();
    for (int times = 0; times < 6; times++) {
      stepper.next();
    }

    assertThat(stepper.picture(PLAIN, rows)).hasSizeLessThanOrEqualTo(Math.max(rows, 5));
    assertThat(String.join("\n", stepper.picture(PLAIN, rows))).contains("--final: PASS");
  }

  @Test
  void keysStepAndEndIt() throws Exception {
    List<String> positions = new ArrayList<>();
    keys.addAll(List.of((int) ' ', (int) '\r', (int) 'x', Playback.RESIZED, (int) 'b', (int) 'q'));

    int status = step(0, positions);

    assertThat(status).isZero();
    assertThat(positions).containsExactly("1", "2", "3", "3", "3", "2");
    keys.add(Playback.INTERRUPTED);
    assertThat(step(0, positions)).isEqualTo(130);
  }

  @Test
  void withAPaceItGoesOnByItselfAndLaterKeysStillCount() throws Exception {
    List<String> positions = new ArrayList<>();
    Playback playback = new Playback(RUN, journal(JOURNAL), 1e6);

    int status =
        playback.step(
            keys,
            stepper -> {
              String position = position(stepper);
              positions.add(position);
              if (position.equals("7")) {
                keys.add((int) 'q');
              }
            });

    assertThat(status).isZero();
    assertThat(positions).containsExactly("1", "2", "3", "4", "5", "6", "7");
  }

  private int step(double pace, List<String> positions) throws Exception {
    return new Playback(RUN, journal(JOURNAL), pace)
        .step(keys, stepper -> positions.add(position(stepper)));
  }

  private static String position(Stepper stepper) {
    List<String> picture = stepper.picture(PLAIN, 24);
    return picture.get(picture.size() - 1).split(" ")[0];
  }
}
