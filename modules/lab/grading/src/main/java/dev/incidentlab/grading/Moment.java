package dev.incidentlab.grading;

import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.grading.TableReader.Version;
import dev.incidentlab.producer.ledger.LedgerDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far tables and ledger were at one time, so that it can be judged later what was there.
 *
 * @param tableVersions by topic: the version of its table
 * @param ledgerEnds by topic and partition: one above the last offset that was published
 */
public record Moment(Map<String, Long> tableVersions, Map<String, Map<Integer, Long>> ledgerEnds) {
  public Moment {
    tableVersions = Map.copyOf(tableVersions);
    ledgerEnds = Map.copyOf(ledgerEnds);
  }

  /**
   * Now. The tables are looked at first, so that no event is in a table and not in the ledger.
   *
   * @throws ObservationException if a table or the ledger is not there
   */
  public static Moment now(Path ledgerDirectory, List<Subject> subjects)
      throws ObservationException {
    Map<String, Long> versions = new TreeMap<>();
    for (Subject subject : subjects) {
      Version latest =
          new TableReader(subject.tableDirectory())
              .latest()
              .orElseThrow(
                  () ->
                      new ObservationException("there is no table in " + subject.tableDirectory()));
      versions.put(subject.topic(), latest.number());
    }
    Map<String, Map<Integer, Long>> ends = new TreeMap<>();
    try (LedgerDirectory ledger = LedgerDirectory.open(ledgerDirectory)) {
      for (Subject subject : subjects) {
        ends.put(subject.topic(), Map.copyOf(ledger.endOffsets(subject.topic())));
      }
    } catch (IOException e) {
      throw new ObservationException("cannot read the ledger: " + Reasons.of(e), e);
    }
    return new Moment(versions, ends);
  }

  long tableVersion(Subject subject) {
    return tableVersions.get(subject.topic());
  }

  Map<Integer, Long> ends(Subject subject) {
    return ledgerEnds.get(subject.topic());
  }
}
