package dev.incidentlab.grading;

import dev.incidentlab.drill.scenario.GroundTruth.FirstBad;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The first record of each partition that something is wrong with, of the kind that is meant. */
final class FirstBadRecords {
  /** Only which offsets are undecodable counts here, not what a reader makes of the others. */
  private static final int ANY_VERSION = 1;

  private FirstBadRecords() {}

  /**
   * @return by partition: its offset; without partitions that have none
   */
  static Map<Integer, Long> of(
      FirstBad kind, WriterChange change, Session session, Subject subject, Moment moment)
      throws IOException {
    return switch (kind) {
      case NEW_SCHEMA -> change.firstOffsets();
      case UNDECODABLE -> undecodable(session, subject, moment);
      case NONE -> Map.of();
    };
  }

  private static Map<Integer, Long> undecodable(Session session, Subject subject, Moment moment)
      throws IOException {
    EventIndex index =
        EventIndex.load(
            session.ledger().ledgers(subject.topic()), moment.ends(subject), ANY_VERSION);
    Map<Integer, Long> first = new TreeMap<>();
    for (int p = 0; p < index.partitionCount(); p++) {
      for (int record = index.firstOf(p); record < index.endOf(p); record++) {
        if (index.isPoison(record)) {
          first.put(index.partition(p), index.offset(record));
          break;
        }
      }
    }
    return first;
  }
}
