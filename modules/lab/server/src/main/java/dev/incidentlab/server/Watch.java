package dev.incidentlab.server;

import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.drill.engine.DrillException;
import dev.incidentlab.grading.score.RunJournal;
import dev.incidentlab.server.adapter.FlinkRest;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.IngestWatch;
import dev.incidentlab.server.adapter.JobEnds;
import dev.incidentlab.server.adapter.JobLines;
import dev.incidentlab.server.adapter.KafkaTopics;
import dev.incidentlab.server.adapter.OutsideChanges;
import dev.incidentlab.server.adapter.OutsideChanges.Change;
import dev.incidentlab.server.run.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the lab looks at time and again while people are on call. For one thread. */
final class Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  /** Who does what no verb did. */
  private static final String OUTSIDE = RunJournal.OUTSIDE;

  private final Platform platform;
  private final Journal journal;
  private final JobEnds jobEnds;
  private final Supplier<OptionalLong> acted;
  private final BooleanSupplier ending;
  private final OutsideChanges outside;
  private final IngestPipeline ads = IngestPipeline.AD_EVENTS;
  private final IngestWatch ingest;
  private OptionalLong actedBefore;

  /**
   * @param acted counts the acting verbs so far; empty while one is under way
   * @param ending whether the lab ends: then it is the lab itself that ends jobs
   */
  Watch(
      Platform platform,
      Journal journal,
      JobEnds jobEnds,
      Supplier<OptionalLong> acted,
      BooleanSupplier ending)
      throws InterruptedException {
    this.platform = platform;
    this.journal = journal;
    this.jobEnds = jobEnds;
    this.acted = acted;
    this.ending = ending;
    this.outside = new OutsideChanges(platform.jobs(), platform.topics());
    this.ingest = new IngestWatch(ads, platform.tables().positions(ads));
    this.actedBefore = lookOutside(OptionalLong.empty());
  }

  /** Runs what is due, and looks at everything once. */
  void look() throws InterruptedException {
    try {
      platform.engine().runDue();
      platform.engine().observeAlerts();
    } catch (DrillException | RuntimeException e) {
      LOG.warn("models or alert rules cannot be followed: {}", e.getMessage());
    }
    lookAtIngest();
    actedBefore = lookOutside(actedBefore);
  }

  private void lookAtIngest() throws InterruptedException {
    try {
      Optional<String> job = platform.jobs().job(ads).map(FlinkRest.FlinkJob::state);
      Map<Integer, Long> positions =
          ingest.needsPositions() ? platform.tables().positions(ads) : Map.of();
      ingest
          .saw(job, positions)
          .ifPresent(
              change ->
                  journal.write(
                      Journal.LAB,
                      Kind.OBSERVATION,
                      change.text(),
                      Map.of(
                          RunJournal.INGEST,
                          change.progressing() ? RunJournal.PROGRESSING : RunJournal.FAILED)));
    } catch (RuntimeException e) {
      LOG.warn("cannot look at {}: {}", ads.jobName(), e.getMessage());
    }
  }

  /** What changed while no verb acted was done with other tools. */
  private OptionalLong lookOutside(OptionalLong before) throws InterruptedException {
    try {
      List<Change> changes = outside.look();
      OptionalLong now = acted.get();
      if (!ending.getAsBoolean() && now.isPresent() && now.equals(before)) {
        changes.forEach(this::note);
        for (JobEnds.End end : jobEnds.look()) {
          journal.write(Journal.LAB, Kind.OBSERVATION, end.text(), end.data());
        }
      }
      return now;
    } catch (FlinkRest.FlinkException | KafkaTopics.KafkaUnavailableException e) {
      LOG.warn("cannot look for changes by other tools: {}", e.getMessage());
      return OptionalLong.empty();
    }
  }

  private void note(Change change) {
    journal.write(
        OUTSIDE, Kind.OBSERVATION, "By other tools: " + change.text() + ".", change.data());
    if (change.data().containsKey(JobLines.STATE)) {
      jobEnds.note(change.data().get(JobLines.ID).toString());
    }
  }
}
