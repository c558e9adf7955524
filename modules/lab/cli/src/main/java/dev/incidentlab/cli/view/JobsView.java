package dev.incidentlab.cli.view;

import dev.incidentlab.api.StatusAnswers.Job;
import dev.incidentlab.api.StatusAnswers.Jobs;
import dev.incidentlab.cli.view.Table.Cell;
import java.util.ArrayList;
import java.util.List;

/** The ingest jobs. */
public final class JobsView {
  private JobsView() {}

  /** Lines for {@code job status}. */
  public static List<String> lines(Jobs jobs, Style style) {
    List<String> lines = new ArrayList<>(table(jobs.jobs(), style));
    for (Job job : jobs.jobs()) {
      if (job.checkpoint() != null) {
        lines.add(job.name() + " checkpoint: " + job.checkpoint());
      }
      if (job.webPage() != null) {
        lines.add(job.name() + " page: " + job.webPage());
      }
    }
    return lines;
  }

  /** Jobs, and below them why those that failed did. */
  static List<String> table(List<Job> jobs, Style style) {
    Table table =
        new Table().left("JOB").left("STATE").right("FAILURES").left("CHECKPOINT").left("ID");
    for (Job job : jobs) {
      table.row(
          job.name(),
          new Cell(job.state(), tone(job.state())),
          Figures.count(job.failures()),
          lastPart(job.checkpoint()),
          job.id());
    }
    List<String> lines = new ArrayList<>(table.lines(style));
    for (Job job : jobs) {
      if (job.exception() != null) {
        lines.addAll(Text.indented("  ", job.name() + " failed: " + job.exception()));
      }
    }
    return lines;
  }

  private static Tone tone(String state) {
    return switch (state) {
      case "RUNNING" -> Tone.GOOD;
      case "FAILED", "FAILING" -> Tone.BAD;
      default -> Tone.WARNING;
    };
  }

  private static String lastPart(String path) {
    return path == null ? Figures.NONE : path.substring(path.lastIndexOf('/') + 1);
  }
}
