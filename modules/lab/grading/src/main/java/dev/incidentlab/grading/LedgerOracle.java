package dev.incidentlab.grading;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.grading.Reconciled.Cases;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** As a multiset keyed by event id: published = table ⊎ documented unresolved dead letters. */
final class LedgerOracle {
  static final String NAME = "ledger";
  static final String EXPECTED =
      "every published event is exactly once in its table, as it was published, or among its documented dead letters";

  private LedgerOracle() {}

  static Finding judge(Session session)
      throws IOException, ObservationException, InterruptedException {
    List<String> observed = new ArrayList<>();
    List<List<String>> examples = new ArrayList<>();
    long checked = 0;
    boolean holds = true;
    for (Subject subject : session.evidence().subjects()) {
      Reconciled found = session.reconciled(subject);
      observed.add(summary(found));
      holds &= found.balances();
      checked += found.events();
      examples.add(misfits(found));
      examples.add(places("missing", found, found.missing()));
      examples.add(places("duplicate", found, found.duplicate()));
      examples.add(places("fabricated", found, found.fabricated()));
      examples.add(altered(session, found));
    }
    String summary = String.join("; ", observed);
    return holds
        ? Finding.pass(NAME, EXPECTED, summary, checked)
        : Finding.fail(NAME, EXPECTED, summary, checked, Interleaved.of(examples));
  }

  private static String summary(Reconciled found) {
    return "%s: %,d events published, %,d rows in %s (%s, read as version %d), %,d unresolved dead letters: missing %,d, duplicate %,d, fabricated %,d, altered %,d"
        .formatted(
            found.subject().topic(),
            found.events(),
            found.rows(),
            found.subject().table(),
            found.tableVersion(),
            found.declaration().version(),
            found.letters(),
            found.missing().count(),
            found.duplicate().count(),
            found.fabricated().count(),
            found.altered().count());
  }

  private static List<String> misfits(Reconciled found) {
    return found.declaration().misfit().stream()
        .map(misfit -> "table %s %s".formatted(found.subject().table(), misfit))
        .toList();
  }

  private static List<String> places(String kind, Reconciled found, Cases cases) {
    return cases.examples().stream()
        .map(example -> kind + ": " + example.place(found.subject().topic()))
        .toList();
  }

  private static List<String> altered(Session session, Reconciled found) {
    ExpectedRows expected = session.expectedRows();
    return found.altered().examples().stream()
        .map(
            example ->
                "altered: %s: %s"
                    .formatted(
                        example.place(found.subject().topic()),
                        expected.differences(found.subject(), found.declaration(), example)))
        .toList();
  }
}
