package dev.incidentlab.grading;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.Outcome;
import dev.incidentlab.drill.Verdict;
import dev.incidentlab.grading.Grader.Judgement;
import java.util.ArrayList;
import java.util.List;

/**
 * A verdict for somebody who is still to find out: it says what kinds of rows are not right, but
 * not how many and which, since these are what a diagnosis names.
 */
public final class BriefVerdict {
  private BriefVerdict() {}

  /** The verdict with the same outcomes. */
  public static Verdict of(Judgement judgement) {
    return new Verdict(
        judgement.verdict().findings().stream()
            .map(finding -> brief(finding, judgement.counts()))
            .toList());
  }

  private static Finding brief(Finding finding, List<DataCounts> counts) {
    if (finding.oracle().equals(LedgerOracle.NAME) && finding.outcome() == Outcome.FAIL) {
      return ledger(finding, counts);
    }
    if (finding.oracle().equals(DeadLettersOracle.NAME) && finding.outcome() != Outcome.ERROR) {
      return letters(finding);
    }
    if (finding.oracle().equals(DiagnosisOracle.NAME) && DiagnosisOracle.wasGiven(finding)) {
      return Finding.pass(
          finding.oracle(),
          finding.expected(),
          "one was given (whether it is right, `verify --final` says at the end)",
          finding.checked());
    }
    // What was seen of each symptom has its size in it.
    return finding.oracle().equals(FaultIsRealOracle.NAME) && finding.outcome() == Outcome.PASS
        ? Finding.pass(
            finding.oracle(),
            finding.expected(),
            "all %d were seen".formatted(finding.checked()),
            finding.checked())
        : finding;
  }

  private static Finding ledger(Finding finding, List<DataCounts> counts) {
    String kinds = String.join("; ", counts.stream().map(BriefVerdict::kinds).toList());
    return Finding.fail(
        finding.oracle(),
        finding.expected(),
        kinds + " (how many and which, `verify --final` says at the end)",
        finding.checked(),
        List.of());
  }

  /** How many records nobody can read, and which, is to be found out as well. */
  private static Finding letters(Finding finding) {
    return finding.outcome() == Outcome.PASS
        ? Finding.pass(finding.oracle(), finding.expected(), "so they are", finding.checked())
        : Finding.fail(
            finding.oracle(),
            finding.expected(),
            "letters and unreadable records do not match (how many and which, `verify --final` says at the end)",
            finding.checked(),
            List.of());
  }

  private static String kinds(DataCounts counts) {
    List<String> kinds = new ArrayList<>();
    add(kinds, counts.missing(), "missing");
    add(kinds, counts.duplicate(), "duplicate");
    add(kinds, counts.fabricated(), "fabricated");
    add(kinds, counts.altered(), "altered");
    return counts.table()
        + ": "
        + (kinds.isEmpty() ? "as published" : "some rows are " + String.join(", some ", kinds));
  }

  private static void add(List<String> kinds, long count, String kind) {
    if (count > 0) {
      kinds.add(kind);
    }
  }
}
