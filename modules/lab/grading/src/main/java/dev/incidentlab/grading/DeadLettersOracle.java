package dev.incidentlab.grading;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.ObservationException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is undecodable is among the dead letters, and nothing else is. */
final class DeadLettersOracle {
  static final String NAME = "dead-letters";
  static final String EXPECTED =
      "every unresolved dead letter is about an undecodable record, and every undecodable record that ingest has passed has one";

  private DeadLettersOracle() {}

  static Finding judge(Session session)
      throws IOException, ObservationException, InterruptedException {
    List<String> observed = new ArrayList<>();
    List<List<String>> examples = new ArrayList<>();
    long checked = 0;
    boolean holds = true;
    for (Subject subject : session.evidence().subjects()) {
      Reconciled found = session.reconciled(subject);
      observed.add(summary(found));
      holds &= found.lettersJustified();
      // Every record is looked at: a good one must not have a letter, an undecodable one must.
      checked += found.records() - found.unreached();
      examples.add(lines("a good event was dead-lettered", found, found.goodLetters()));
      examples.add(lines("no dead letter", found, found.unlettered()));
      examples.add(
          lines("a dead letter about nothing published", found, found.unexplainedLetters()));
    }
    String summary = String.join("; ", observed);
    return holds
        ? Finding.pass(NAME, EXPECTED, summary, checked)
        : Finding.fail(NAME, EXPECTED, summary, checked, Interleaved.of(examples));
  }

  private static String summary(Reconciled found) {
    String summary =
        "%s: %,d unresolved dead letters, %,d undecodable records that ingest has passed: good events dead-lettered %,d, undecodable ones without a letter %,d, letters about nothing published %,d"
            .formatted(
                found.subject().topic(),
                found.letters(),
                // How many still wait in the topic is for a responder to find out.
                found.poison() - found.unreached(),
                found.goodLetters().count(),
                found.unlettered().count(),
                found.unexplainedLetters().count());
    return found.undocumented() == 0
        ? summary
        : "%s, records in %s that do not say what they are about %,d"
            .formatted(summary, found.subject().deadLetterTopic(), found.undocumented());
  }

  private static List<String> lines(String what, Reconciled found, Reconciled.Cases cases) {
    return cases.examples().stream()
        .map(example -> what + ": " + example.place(found.subject().topic()))
        .toList();
  }
}
