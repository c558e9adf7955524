package dev.incidentlab.server.resume;

import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.ingest.ReplayReport;
import dev.incidentlab.server.adapter.FlinkRest;
import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.Tables;
import dev.incidentlab.server.past.Given;
import dev.incidentlab.server.past.PastRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Replays and redrives under which a server ended. An embedded cluster ends with its server. One of
 * somebody else's carries them through: whoever then ran such a replay again, because he was told
 * that it was interrupted, would have two at once.
 */
final class CutOffOperations {
  private final Journal journal;
  private final FlinkRest flink;
  private final Tables tables;

  CutOffOperations(Journal journal, FlinkRest flink, Tables tables) {
    this.journal = journal;
    this.flink = flink;
    this.tables = tables;
  }

  /** Waits for one that still runs, and tells what became of it. */
  void settle(PastRun.Operation operation) throws InterruptedException {
    Optional<FlinkJob> job = flink.job(operation.id());
    if (job.isPresent() && !job.get().ended()) {
      journal.write(
          Kind.LAB,
          "%s has run on as Flink job %s; the story stands until it has ended."
              .formatted(operation.id(), job.get().id()));
      job = Optional.of(flink.awaitBoundedEnd(job.get().id(), operation.id()));
    }
    journal.write(
        Journal.LAB, Kind.LAB, outcome(operation, job), Map.of(Given.ENDED, operation.id()));
  }

  private String outcome(PastRun.Operation operation, Optional<FlinkJob> job) {
    try {
      return ReplayReport.read(
              tables.directory(IngestPipeline.of(operation.table())), operation.id())
          .map(
              r ->
                  "%s was in %s though the server had ended: it had read %,d records, %,d inserted, %,d updated, %,d unchanged."
                      .formatted(
                          r.replayId(),
                          operation.table(),
                          r.records(),
                          r.inserted(),
                          r.updated(),
                          r.unchanged()))
          .orElseGet(
              () ->
                  "%s was %s; `table history` shows whether any of it is in %s. Run it again."
                      .formatted(
                          operation.id(),
                          job.map(ended -> ended.state().toLowerCase(Locale.ROOT))
                              .orElse("interrupted by the server's end"),
                          operation.table()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the report of " + operation.id(), e);
    }
  }
}
