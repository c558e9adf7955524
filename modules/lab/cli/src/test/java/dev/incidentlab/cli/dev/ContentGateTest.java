package dev.incidentlab.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.CannedLab;
import dev.incidentlab.cli.Captured;
import dev.incidentlab.cli.dev.CheckedScenario.CheckedFix;
import dev.incidentlab.cli.dev.ContentGate.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gate makes of verdicts; that a lab's are right is for the labs' own tests. */
class ContentGateTest {
  private static final String FAILED =
      """
      {"outcome": "FAIL", "findings": [
        {"oracle": "ledger", "outcome": "FAIL", "expected": "e", "observed": "o", "checked": 1, "examples": []},
        {"oracle": "history", "outcome": "PASS", "expected": "e", "observed": "o", "checked": 1, "examples": []}],
       "ordinaryTool": ""}
      """;
  private static final String ERROR =
      """
      {"outcome": "ERROR", "findings": [
        {"oracle": "ledger", "outcome": "ERROR", "expected": "e", "observed": "kafka is away", "checked": 0, "examples": []}],
       "ordinaryTool": ""}
      """;
  private static final CheckedScenario SCENARIO =
      new CheckedScenario(
          "s",
          List.of(),
          List.of(new CheckedFix("right", ""), new CheckedFix("wrong", "ledger")),
          List.of(),
          Map.of(),
          "r.md");

  private final List<List<String>> typed = new ArrayList<>();
  private final List<String> verdicts = new ArrayList<>();
  private CannedLab lab;

  @BeforeEach
  void startLab() throws IOException {
    lab = new CannedLab();
    lab.answer(Verb.VERIFY, asked -> new CannedLab.Answered(200, verdicts.remove(0)));
  }

  @AfterEach
  void stopLab() {
    lab.close();
  }

  @Test
  void everyFixBeginsAtThePageAndEndsAsTheScenarioSays() {
    List<Result> results = work(0, FAILED, CannedLab.PASSED, FAILED);

    assertThat(results).extracting(Result::fix).containsExactly("(nothing done)", "right", "wrong");
    assertThat(results).allMatch(Result::asExpected);
    assertThat(lab.asked().stream().map(CannedLab.Asked::path).toList())
        .containsExactly(
            "/v1/verify",
            "/v1/solution",
            "/v1/rewind",
            "/v1/verify",
            "/v1/solution",
            "/v1/rewind",
            "/v1/verify");
    assertThat(typed).hasSize(4);
  }

  @Test
  void nothingDoneMustNotPass() {
    assertThat(work(0, CannedLab.PASSED, CannedLab.PASSED, FAILED).get(0).asExpected()).isFalse();
  }

  @Test
  void aFixWithoutStepsIsJudgedByThePageAsItIs() {
    lab.answer(
        Verb.SOLUTION,
        asked -> new CannedLab.Answered(200, "{\"id\": \"f\", \"title\": \"t\", \"steps\": []}"));

    List<Result> results = work(0, FAILED);

    assertThat(results).extracting(Result::asExpected).containsExactly(true, false, true);
    assertThat(lab.asked().stream().map(CannedLab.Asked::path)).doesNotContain("/v1/rewind");
  }

  @Test
  void aRightOneThatFailsIsNamedWithTheOracle() {
    Result right = work(0, FAILED, FAILED, FAILED).get(1);

    assertThat(right.asExpected()).isFalse();
    assertThat(right.seen()).isEqualTo("FAIL by ledger");
  }

  @Test
  void aWrongOneIsToBeFailedByItsOwnOracleAndNotByAnError() {
    assertThat(work(0, FAILED, CannedLab.PASSED, CannedLab.PASSED).get(2).asExpected()).isFalse();
    assertThat(work(0, FAILED, CannedLab.PASSED, FAILED.replace("ledger", "gates")).get(2))
        .satisfies(result -> assertThat(result.asExpected()).isFalse())
        .satisfies(result -> assertThat(result.seen()).isEqualTo("FAIL by gates"));
    assertThat(work(0, FAILED, CannedLab.PASSED, ERROR).get(2).seen())
        .isEqualTo("ERROR by ledger (kafka is away)");
  }

  @Test
  void aStepThatIsRefusedEndsItsFixAndNoOther() {
    List<Result> results = work(2, FAILED);

    assertThat(results)
        .extracting(Result::seen)
        .containsExactly(
            "FAIL by ledger",
            "step `./lab flag set decoding 'registry with fallback'` was refused",
            "step `./lab flag set decoding 'registry with fallback'` was refused");
  }

  @Test
  void aLabThatRefusesToGoBackIsNoVerdict() {
    lab.refuse(Verb.REWIND, 409, "rewind: not here");

    assertThat(work(0, FAILED).get(1))
        .satisfies(result -> assertThat(result.asExpected()).isFalse())
        .satisfies(result -> assertThat(result.seen()).contains("rewind: not here"));
  }

  private List<Result> work(int status, String... answers) {
    verdicts.clear();
    verdicts.addAll(List.of(answers));
    LabClient client = new LabClient(lab.url(), "ada", Duration.ofSeconds(10));
    ContentGate gate =
        new ContentGate(
            client,
            (words, output) -> {
              typed.add(words);
              return status;
            },
            new Captured().terminal());
    return gate.work(SCENARIO, result -> {});
  }
}
