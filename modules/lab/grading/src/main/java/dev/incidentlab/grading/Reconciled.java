package dev.incidentlab.grading;

import java.util.List;
import java.util.stream.Stream;

/**
 * The ledger of one subject beside its table and dead letters, at a cut.
 *
 * @param declaration by what the table's rows were compared
 * @param events well-formed events that were published below the cut
 * @param records the same with the undecodable ones
 * @param poison undecodable records
 * @param unreached those of them that ingest has not passed yet
 * @param rows of the table, those beyond the cut included
 * @param tableVersion as in "version 12"
 * @param letters unresolved dead letters
 * @param undocumented records of the dead-letter topic that do not say what they are about
 */
record Reconciled(
    Subject subject,
    Declaration declaration,
    long events,
    long records,
    long poison,
    long unreached,
    long rows,
    String tableVersion,
    long letters,
    long undocumented,
    Cases missing,
    Cases duplicate,
    Cases fabricated,
    Cases altered,
    Cases goodLetters,
    Cases unexplainedLetters,
    Cases unlettered) {

  /** How many cases of one failure, and some of them. */
  record Cases(long count, List<Example> examples) {
    Cases {
      examples = List.copyOf(examples);
    }

    static Cases of(Examples examples) {
      return new Cases(examples.count(), examples.kept());
    }

    Cases and(Examples more) {
      return new Cases(
          count + more.count(), Stream.concat(examples.stream(), more.kept().stream()).toList());
    }
  }

  boolean balances() {
    return declaration.misfit().isEmpty()
        && missing.count() + duplicate.count() + fabricated.count() + altered.count() == 0;
  }

  boolean lettersJustified() {
    return goodLetters.count() + unexplainedLetters.count() + unlettered.count() + undocumented
        == 0;
  }
}
