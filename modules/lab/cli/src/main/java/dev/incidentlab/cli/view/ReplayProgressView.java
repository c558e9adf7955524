package dev.incidentlab.cli.view;

import dev.incidentlab.api.ReplayAnswers.ReplayProgress;
import java.util.List;

/** How far a replay is, in one line of at most 80 columns. */
public final class ReplayProgressView {
  private static final int BAR = 24;

  private ReplayProgressView() {}

  /** One line; rate and remaining time are of the replay as a whole so far. */
  public static List<String> lines(ReplayProgress progress) {
    if (progress.replayId() == null) {
      return List.of("no replay runs");
    }
    Long read = progress.read();
    long total = progress.records();
    if (read == null || progress.jobState() == null) {
      return List.of(
          "%s of %s records: %s, %s"
              .formatted(
                  progress.replayId(),
                  Figures.count(total),
                  progress.jobState() == null ? "being submitted" : "Flink reports no count yet",
                  Figures.span((long) progress.seconds())));
    }
    return List.of("%s %s".formatted(bar(read, total), figures(read, total, progress.seconds())));
  }

  private static String bar(long read, long total) {
    int full = total == 0 ? 0 : (int) Math.min(BAR, BAR * read / total);
    return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]";
  }

  private static String figures(long read, long total, double seconds) {
    String count = "%s of %s".formatted(Figures.count(read), Figures.count(total));
    if (read >= total) {
      return count + ", committing";
    }
    if (read == 0 || seconds <= 0) {
      return count;
    }
    double rate = read / seconds;
    return "%s, %s/s, %s left"
        .formatted(
            count,
            Figures.count(Math.round(rate)),
            Figures.span((long) Math.ceil((total - read) / rate)));
  }
}
