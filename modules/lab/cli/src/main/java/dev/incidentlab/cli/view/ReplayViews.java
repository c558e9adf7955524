package dev.incidentlab.cli.view;

import dev.incidentlab.api.ReplayAnswers.Replay;
import dev.incidentlab.api.ReplayAnswers.ReplayPlan;
import dev.incidentlab.api.ReplayAnswers.ReplayRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a replay would do, and what it did. */
public final class ReplayViews {
  private ReplayViews() {}

  /** Lines for {@code replay plan}. */
  public static List<String> plan(ReplayPlan plan, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "replay of %s from %s to %s, mode %s"
            .formatted(
                style.paint(Tone.STRONG, plan.table()),
                Figures.time(plan.from()),
                Figures.time(plan.to()),
                plan.mode()));
    Table table = new Table().right("PARTITION").right("FROM").right("TO").right("RECORDS");
    for (ReplayRange range : plan.ranges()) {
      table.row(
          Integer.toString(range.partition()),
          Figures.count(range.from()),
          Figures.count(range.to()),
          Figures.count(range.to() - range.from()));
    }
    lines.addAll(table.lines(style));
    lines.add(
        "%s records to read; the table has %s rows from them"
            .formatted(Figures.count(plan.records()), Figures.count(plan.rowsPresent())));
    return lines;
  }

  /** Lines for {@code replay run}. */
  public static List<String> run(Replay replay, Style style) {
    List<String> lines = new ArrayList<>(plan(replay.plan(), style));
    lines.add("");
    Table counts = new Table().left("").right("");
    counts.row("records read", Figures.count(replay.records()));
    counts.row("  inserted", Figures.count(replay.inserted()));
    counts.row("  updated", Figures.count(replay.updated()));
    counts.row("  unchanged", Figures.count(replay.unchanged()));
    counts.row("  duplicates", Figures.count(replay.duplicates()));
    counts.row("  dead letters", Figures.count(replay.deadLettered()));
    lines.addAll(counts.lines(style));
    lines.add(proof(replay, style));
    lines.add(
        "replay %s: %d files rewritten, %d added, table version %d, %s s"
            .formatted(
                replay.replayId(),
                replay.filesRewritten(),
                replay.filesAdded(),
                replay.version(),
                String.format(Locale.ROOT, "%.1f", replay.seconds())));
    return lines;
  }

  /** Every record that was read must have come to something. */
  private static String proof(Replay replay, Style style) {
    long sum =
        replay.inserted()
            + replay.updated()
            + replay.unchanged()
            + replay.duplicates()
            + replay.deadLettered();
    return sum == replay.records()
        ? "proof: read = inserted + updated + unchanged + duplicates + dead letters"
        : style.paint(
            Tone.BAD,
            "proof fails: %s read, but %s accounted for"
                .formatted(Figures.count(replay.records()), Figures.count(sum)));
  }
}
