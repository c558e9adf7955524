package dev.incidentlab.warehouse.lineage;

import java.util.List;

/**
 * A table and the jobs that write it.
 *
 * @param topic that it is made of
 * @param deadLetters topic of the records that nobody could read
 * @param ingest name of the job that goes on without end
 */
public record TablePipeline(String table, String topic, String deadLetters, String ingest) {

  /** A way into the table. */
  public enum Way {
    /** Continuous, from the topic. */
    INGEST,
    /** Bounded, from the topic. */
    REPLAY,
    /** Bounded, from the dead letters. */
    REDRIVE
  }

  /** Name of the job. */
  public String job(Way way) {
    return switch (way) {
      case INGEST -> ingest;
      case REPLAY -> "replay-" + table;
      case REDRIVE -> "redrive-" + table;
    };
  }

  /** What the job reads. */
  public Dataset input(Way way) {
    return Dataset.topic(way == Way.REDRIVE ? deadLetters : topic);
  }

  /** What the job may write: the table, and what it cannot read as dead letters. */
  public List<Dataset> outputs(Way way) {
    return way == Way.REDRIVE
        ? List.of(Dataset.table(table))
        : List.of(Dataset.table(table), Dataset.topic(deadLetters));
  }
}
