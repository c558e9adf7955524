package dev.incidentlab.grading;

import dev.incidentlab.grading.TableReader.Version;
import java.io.IOException;
import java.util.Optional;

/**
 * What a table lacked at a moment.
 *
 * @param missing events that were published by then and are in no row
 * @param wrong rows of published events with other values
 */
public record Damage(long missing, long wrong) {
  static Damage at(Session session, Subject subject, Moment moment)
      throws IOException, InterruptedException {
    TableReader table = session.table(subject);
    Version version = table.at(moment.tableVersion(subject));
    Declaration declaration = Declaration.of(subject, Optional.of(version));
    EventIndex index =
        EventIndex.load(
            session.ledger().ledgers(subject.topic()), moment.ends(subject), declaration.version());
    RowTally rows = new RowTally(index);
    table.read(
        version,
        version.files(),
        RowBatch.columns(declaration.columns()),
        () -> {
          RowBatch batch = new RowBatch(declaration.columns());
          return (path, data) -> {
            batch.fill(data);
            rows.add(batch);
          };
        });
    long missing = 0;
    for (int record = 0; record < index.size(); record++) {
      missing += !index.isPoison(record) && !index.isInTable(record) ? 1 : 0;
    }
    return new Damage(missing, rows.altered().count());
  }
}
