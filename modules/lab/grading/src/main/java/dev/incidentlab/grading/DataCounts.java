package dev.incidentlab.grading;

/**
 * The ledger of one topic beside its table and dead letters, in numbers.
 *
 * @param events that were published
 * @param goodLetters dead letters about records that can be read
 */
public record DataCounts(
    String topic,
    String table,
    long events,
    long missing,
    long duplicate,
    long fabricated,
    long altered,
    long goodLetters) {
  static DataCounts of(Reconciled found) {
    return new DataCounts(
        found.subject().topic(),
        found.subject().table(),
        found.events(),
        found.missing().count(),
        found.duplicate().count(),
        found.fabricated().count(),
        found.altered().count(),
        found.goodLetters().count());
  }
}
