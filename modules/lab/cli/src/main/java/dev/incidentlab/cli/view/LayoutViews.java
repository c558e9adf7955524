package dev.incidentlab.cli.view;

import dev.incidentlab.api.LayoutAnswers.Optimization;
import dev.incidentlab.api.LayoutAnswers.Rewrite;
import dev.incidentlab.api.LayoutAnswers.Vacuuming;
import java.util.ArrayList;
import java.util.List;

/** How a table's files were laid out anew, and which of them went. */
public final class LayoutViews {
  private LayoutViews() {}

  /** Lines for {@code table optimize}. */
  public static List<String> optimize(Optimization done, Style style) {
    List<String> lines = new ArrayList<>();
    String table = style.paint(Tone.STRONG, done.table());
    if (done.filesRemoved() == 0) {
      lines.add(
          "%s version %d: its files are as wanted; nothing to do".formatted(table, done.version()));
      return lines;
    }
    lines.add(
        "%s version %d: %s files %s %s"
            .formatted(
                table,
                done.version(),
                Figures.count(done.filesRemoved()),
                done.dryRun() ? "would become" : "became",
                Figures.count(done.filesAdded())));
    Table dates =
        new Table().left("EVENT DATE").right("FILES").right("BYTES").right("ROWS").right("BECOME");
    for (Rewrite r : done.rewrites()) {
      dates.row(
          r.eventDate(),
          Figures.count(r.files()),
          Figures.count(r.bytes()),
          Figures.count(r.rows()),
          Figures.count(r.newFiles()));
    }
    lines.addAll(dates.lines(style));
    if (!done.clusteredBy().isEmpty()) {
      lines.add("rows are clustered by " + String.join(", ", done.clusteredBy()));
    }
    if (done.dryRun()) {
      lines.add("nothing was written; without --dry-run it is done");
      return lines;
    }
    lines.add(
        "%s bytes became %s; %s rows are the same before and after"
            .formatted(
                Figures.count(done.bytesRemoved()),
                Figures.count(done.bytesAdded()),
                Figures.count(done.rows())));
    lines.add("checksum of them " + done.checksum());
    if (done.retries() > 0) {
      lines.add(
          "%d times another commit replaced a file first; its dates were done again"
              .formatted(done.retries()));
    }
    return lines;
  }

  /** Lines for {@code table vacuum}. */
  public static List<String> vacuum(Vacuuming done, Style style) {
    long all = done.removed() + done.orphaned() + done.staged() + done.temporary();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s version %d: %s files, %s bytes, %s"
            .formatted(
                style.paint(Tone.STRONG, done.table()),
                done.version(),
                Figures.count(all),
                Figures.count(done.bytes()),
                done.dryRun() ? "would go" : "went"));
    Table reasons = new Table().right("FILES").left("WHY");
    reasons.row(
        Figures.count(done.removed()),
        "only versions before %d name them".formatted(done.oldestWhole()));
    reasons.row(Figures.count(done.orphaned()), "no version names them");
    reasons.row(Figures.count(done.staged()), "staged and never committed");
    reasons.row(Figures.count(done.temporary()), "left in the log by a writer that ended");
    lines.addAll(reasons.lines(style));
    if (done.stagedAhead() > 0) {
      lines.add(
          "%s staged files stay: ingest has not passed their rows yet"
              .formatted(Figures.count(done.stagedAhead())));
    }
    done.files().forEach(file -> lines.addAll(Text.indented("  ", file)));
    if (done.files().size() < all) {
      lines.add("  and %s more".formatted(Figures.count(all - done.files().size())));
    }
    if (done.refusal() != null) {
      lines.addAll(Text.indented("", "it would be refused: " + done.refusal()));
    } else if (done.dryRun()) {
      lines.add("nothing was deleted; without --dry-run it is done");
    }
    return lines;
  }
}
