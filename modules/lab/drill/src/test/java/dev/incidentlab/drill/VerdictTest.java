package dev.incidentlab.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Finding PASS = Finding.pass("ledger", "all", "all", 10);
  private static final Finding FAIL = Finding.fail("history", "same", "other", 10, List.of("e1"));
  private static final Finding ERROR = Finding.error("freshness", "fresh", "table is away");

  @Test
  void isTheWorstFinding() {
    assertThat(new Verdict(List.of(PASS, PASS)).outcome()).isEqualTo(Outcome.PASS);
    assertThat(new Verdict(List.of(PASS, FAIL)).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(new Verdict(List.of(ERROR, FAIL, PASS)).outcome()).isEqualTo(Outcome.ERROR);
  }

  @Test
  void isAnErrorWithoutFindings() {
    assertThat(new Verdict(List.of()).outcome()).isEqualTo(Outcome.ERROR);
  }

  @Test
  void aPassThatCheckedNothingIsAnError() {
    Finding empty = Finding.pass("ledger", "all", "0 of 0 events", 0);
    assertThat(empty.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(empty.observed()).contains("nothing was checked");
  }

  @Test
  void keepsFiveExamples() {
    List<String> seven = List.of("1", "2", "3", "4", "5", "6", "7");
    assertThat(Finding.fail("ledger", "a", "b", 7, seven).examples()).hasSize(5);
  }
}
