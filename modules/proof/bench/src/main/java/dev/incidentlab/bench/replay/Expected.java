package dev.incidentlab.bench.replay;

import dev.incidentlab.bench.replay.Truth.WrongResultException;
import dev.incidentlab.ingest.ReplayReport;

/**
 * What a replay of everything must say that it did.
 *
 * @param inserted rows that the table lacked
 * @param updated rows that it had with other values
 * @param unchanged rows that it had
 */
record Expected(long inserted, long updated, long unchanged) {

  static Expected of(long records, TableBefore.Made before) {
    return new Expected(
        records - before.present(), before.wrong(), before.present() - before.wrong());
  }

  /**
   * @throws WrongResultException if it says something else
   */
  void require(ReplayReport report) {
    Expected said = new Expected(report.inserted(), report.updated(), report.unchanged());
    if (!said.equals(this)) {
      throw new WrongResultException(
          "replay %s says %s; the table was made for %s".formatted(report.replayId(), said, this));
    }
  }
}
