package dev.incidentlab.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.api.Answers.JournalLine;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.LabException;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.CannedLab;
import dev.incidentlab.cli.Captured;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AutopilotTest {
  private static final JournalLine PAGE =
      new JournalLine(
          1, "2026-11-22T20:00:01Z", "2026-11-22T09:30:01Z", "lab", "LAB", "the page is out");

  private final Captured captured = new Captured();
  private final List<List<String>> typed = new ArrayList<>();
  private CannedLab lab;

  @BeforeEach
  void startLab() throws IOException {
    lab = new CannedLab();
    lab.answer(
        Verb.JOURNAL, CannedLab.journal("ON_CALL", CannedLab.line(21, "VERB", "job restart done")));
  }

  @AfterEach
  void stopLab() {
    lab.close();
  }

  private Autopilot autopilot(int status) {
    LabClient client = new LabClient(lab.url(), "ada", Duration.ofSeconds(10));
    return new Autopilot(
        client,
        captured.terminal(),
        (words, terminal) -> {
          typed.add(words);
          terminal.print("answer");
          return status;
        });
  }

  @Test
  void stepsAreTypedInOrderAndNarrated() {
    assertThat(autopilot(0).work(null, PAGE).outcome()).isEqualTo("PASS");

    assertThat(typed)
        .containsExactly(
            List.of("flag", "set", "decoding", "registry with fallback"),
            List.of("job", "restart"));
    assertThat(captured.out())
        .containsSubsequence(
            "  1  Decode by id.",
            "     ./lab flag set decoding 'registry with fallback'",
            "     answer",
            "  2  From the checkpoint.",
            "     ./lab job restart",
            "PASS   ledger",
            "verdict: PASS",
            "job restart done");
  }

  @Test
  void theTimesAreThoseSinceThePage() {
    autopilot(0).work(null, PAGE);

    assertThat(lab.asked().get(lab.asked().size() - 1).query()).contains("after=1");
    assertThat(captured.out()).containsPattern("job restart done +20s +20s +09:30:21");
  }

  @Test
  void aFixIsAskedForById() {
    autopilot(0).work("restart-only", PAGE);

    assertThat(lab.asked().get(0).query()).isEqualTo("fix=restart-only");
  }

  @Test
  void aRefusedStepEndsItWithoutAVerdict() {
    Autopilot autopilot = autopilot(2);

    assertThatThrownBy(() -> autopilot.work(null, PAGE))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("step 1")
        .hasMessageContaining("refused");
    assertThat(lab.paths()).doesNotContain("/v1/verify");
  }

  @Test
  void aStepThatJudgesFailIsNoRefusal() {
    assertThat(autopilot(1).work(null, PAGE).outcome()).isEqualTo("PASS");
    assertThat(typed).hasSize(2);
  }

  @Test
  void ofAWrongFixItIsSaidWhetherItWasCaught() {
    String wrong = CannedLab.RIGHT_FIX.replace("\"caughtBy\": null", "\"caughtBy\": \"ledger\"");
    lab.answer(Verb.SOLUTION, wrong);
    lab.answer(Verb.VERIFY, CannedLab.PASSED.replace("PASS", "FAIL"));

    autopilot(0).work(null, PAGE);

    assertThat(captured.out()).contains("a wrong fix; oracle ledger caught it");
  }

  @Test
  void ofAWrongFixThatPassesItIsSaidToo() {
    String wrong = CannedLab.RIGHT_FIX.replace("\"caughtBy\": null", "\"caughtBy\": \"ledger\"");
    lab.answer(Verb.SOLUTION, wrong);

    autopilot(0).work(null, PAGE);

    assertThat(captured.out()).contains("oracle ledger did not catch it");
  }
}
