package dev.incidentlab.server.past;

import dev.incidentlab.api.Verb;
import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import dev.incidentlab.server.adapter.IngestJobs.StartFrom;
import dev.incidentlab.server.adapter.JobLines;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The ingest jobs as the journal tells them: how each was started, and whether it has ended. */
public final class PastJobs {
  private static final String JOB_FAILED_PROBE = ".job-failed";
  private static final String JOB_PREFIX = "ingest-";

  private final Map<String, Past> jobs = new HashMap<>();

  /**
   * A start of a job.
   *
   * @param offsets as typed, for {@link StartFrom#OFFSETS}; else empty
   */
  public record Start(String id, StartFrom from, String offsets, Instant wall) {}

  /** All starts of one job, and the newest one's end. */
  private static final class Past {
    private final List<Start> starts = new ArrayList<>();
    private String ended;
    private List<String> failure = List.of();
  }

  /**
   * What became of a job.
   *
   * @param starts newest first
   * @param ended FAILED or CANCELED; empty if it ran
   * @param failure why it failed, outermost cause first
   */
  public record Standing(List<Start> starts, Optional<String> ended, List<String> failure) {
    /** As Flink told of it. */
    public FlinkJob newest(String name) {
      Start start = starts.get(0);
      return new FlinkJob(start.id(), name, ended.orElse("RUNNING"), start.wall());
    }
  }

  /** No job was ever started. */
  public PastJobs() {}

  void take(JournalEntry entry) {
    if (Lines.isVerb(entry, Verb.JOB_RESTART) || Lines.isVerb(entry, Verb.JOB_START)) {
      Map<String, String> facts = Lines.facts(entry);
      Map<String, String> arguments = Lines.arguments(entry);
      started(
          facts.get(JobLines.JOB),
          facts.get(JobLines.ID),
          arguments.getOrDefault("from", "checkpoint"),
          arguments.getOrDefault("offsets", ""),
          entry);
    } else if (Lines.isVerb(entry, Verb.JOB_STOP)) {
      Past past = jobs.get(Lines.facts(entry).get(JobLines.JOB));
      if (past != null) {
        ended(past, "CANCELED", null);
      }
    } else {
      line(entry);
    }
  }

  private void line(JournalEntry entry) {
    take(entry.data(), entry);
    if (entry.data().get(JobLines.JOBS) instanceof List<?> standing) {
      for (Object job : standing) {
        Map<String, Object> figures = new HashMap<>();
        ((Map<?, ?>) job).forEach((name, value) -> figures.put(name.toString(), value));
        take(figures, entry);
      }
    }
    probed(entry);
  }

  private void take(Map<String, Object> figures, JournalEntry entry) {
    Map<String, String> texts = Lines.texts(figures);
    String job = texts.get(JobLines.JOB);
    String id = texts.get(JobLines.ID);
    if (job == null || id == null) {
      return;
    }
    Past past = jobs.computeIfAbsent(job, name -> new Past());
    boolean known = !past.starts.isEmpty() && past.starts.get(0).id().equals(id);
    if (!known) {
      started(
          job,
          id,
          texts.getOrDefault(JobLines.FROM, "checkpoint"),
          texts.getOrDefault(JobLines.OFFSETS, ""),
          entry);
    }
    String state = texts.getOrDefault(JobLines.STATE, "RUNNING");
    if (state.equals("FAILED") || state.equals("CANCELED")) {
      ended(past, state, figures.get(JobLines.FAILURE));
    }
  }

  private void started(String job, String id, String from, String offsets, JournalEntry entry) {
    Past past = jobs.computeIfAbsent(job, name -> new Past());
    StartFrom start = StartFrom.valueOf(from.toUpperCase(Locale.ROOT));
    past.starts.add(0, new Start(id, start, offsets, Instant.parse(entry.wall())));
    past.ended = null;
    past.failure = List.of();
  }

  private static void ended(Past past, String state, Object failure) {
    past.ended = state;
    past.failure =
        failure instanceof List<?> lines ? lines.stream().map(String::valueOf).toList() : List.of();
  }

  /** While the story is brought to its page, a probe tells of a job that failed. */
  private void probed(JournalEntry entry) {
    if (entry.data().get("probe") instanceof String probe
        && probe.endsWith(JOB_FAILED_PROBE)
        && entry.data().get("value") instanceof Number value
        && value.doubleValue() > 0) {
      String table = probe.substring(0, probe.length() - JOB_FAILED_PROBE.length());
      Past past = jobs.get(JOB_PREFIX + table);
      if (past != null && past.ended == null) {
        ended(past, "FAILED", List.of(entry.text()));
      }
    }
  }

  /** What became of a job; empty if it was never started. */
  public Optional<Standing> of(String job) {
    return Optional.ofNullable(jobs.get(job))
        .filter(past -> !past.starts.isEmpty())
        .map(
            past ->
                new Standing(
                    List.copyOf(past.starts), Optional.ofNullable(past.ended), past.failure));
  }
}
