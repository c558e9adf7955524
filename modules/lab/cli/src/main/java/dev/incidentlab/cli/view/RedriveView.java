package dev.incidentlab.cli.view;

import dev.incidentlab.api.LetterAnswers.Redrive;
import dev.incidentlab.api.LetterAnswers.TriedLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a redrive did, or would do. */
public final class RedriveView {
  private static final int MOST_LETTERS = 40;

  private RedriveView() {}

  /** Lines for {@code dead-letters redrive}. */
  public static List<String> lines(Redrive redrive, Style style) {
    List<String> lines = new ArrayList<>();
    if (redrive.redriveId() == null) {
      lines.addAll(tried(redrive, style));
    } else {
      lines.addAll(done(redrive, style));
    }
    if (redrive.ahead() > 0) {
      lines.add(
          "left out: %s letters that ingest has not committed past; redrive them after ./lab lag --wait"
              .formatted(Figures.count(redrive.ahead())));
    }
    if (redrive.undecodable() > 0 && !redrive.decoder().equals("registry")) {
      lines.add(
          "the decoder is %s: see ./lab flag list, and ./lab dead-letters show for one of them"
              .formatted(redrive.decoder()));
    }
    return lines;
  }

  private static List<String> tried(Redrive redrive, Style style) {
    List<String> lines = new ArrayList<>();
    Table table = new Table().left("LETTER").left("WOULD DECODE").left("");
    redrive.tried().stream().limit(MOST_LETTERS).forEach(t -> row(table, t));
    lines.addAll(table.lines(style));
    if (redrive.tried().size() > MOST_LETTERS) {
      lines.add(
          "cut: %d of %s; --json has all of them"
              .formatted(MOST_LETTERS, Figures.count(redrive.tried().size())));
    }
    lines.add(
        "dry run with decoder %s: of %s letters %s would decode, %s would not; nothing is changed"
            .formatted(
                redrive.decoder(),
                Figures.count(redrive.read()),
                Figures.count(redrive.read() - redrive.undecodable()),
                Figures.count(redrive.undecodable())));
    return lines;
  }

  private static void row(Table table, TriedLetter tried) {
    boolean decodes = tried.reason() == null;
    table.row(
        tried.letter(),
        decodes ? "yes" : "no",
        decodes ? "" : tried.reason() + ": " + tried.error());
  }

  private static List<String> done(Redrive redrive, Style style) {
    Table counts = new Table().left("").right("");
    counts.row("letters read", Figures.count(redrive.read()));
    counts.row("  inserted", Figures.count(redrive.inserted()));
    counts.row("  updated", Figures.count(redrive.updated()));
    counts.row("  unchanged", Figures.count(redrive.unchanged()));
    counts.row("  duplicates", Figures.count(redrive.duplicates()));
    counts.row("  still undecodable", Figures.count(redrive.undecodable()));
    List<String> lines = new ArrayList<>(counts.lines(style));
    lines.add(
        "%s into %s with decoder %s: %s letters resolved, %s s"
            .formatted(
                redrive.redriveId(),
                redrive.table(),
                redrive.decoder(),
                Figures.count(redrive.read() - redrive.undecodable()),
                String.format(Locale.ROOT, "%.1f", redrive.seconds())));
    return lines;
  }
}
