package dev.incidentlab.cli.view;

import dev.incidentlab.api.ReplayAnswers.Replay;
import dev.incidentlab.api.ReplayAnswers.ReplayChange;
import dev.incidentlab.api.ReplayAnswers.ReplayPlan;
import dev.incidentlab.api.ReplayAnswers.ReplayRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a replay would do, and what it did. */
public final class ReplayViews {
  private static final String REPLACE = "replace";

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
    if (plan.change() != null) {
      lines.addAll(change(plan.change(), plan.mode(), style));
    }
    return lines;
  }

  private static List<String> change(ReplayChange change, String mode, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("as decoder %s reads them, it would".formatted(change.decoder()));
    Table counts = new Table().left("").right("").left("");
    counts.row("  insert", Figures.count(change.inserted()), inserted(mode));
    counts.row("  update", Figures.count(change.updated()), "rows that have other values");
    counts.row("  leave", Figures.count(change.unchanged()), "rows as they are");
    if (mode.equals(REPLACE)) {
      counts.row("  remove", Figures.count(change.removed()), "rows that no record makes");
    }
    counts.row("  drop", Figures.count(change.duplicates()), "read twice");
    long unreadable = change.unreadable().values().stream().mapToLong(Long::longValue).sum();
    String reasons =
        change.unreadable().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(reason -> Figures.count(reason.getValue()) + " " + reason.getKey())
            .collect(Collectors.joining(", "));
    counts.row("  not read", Figures.count(unreadable), reasons.isEmpty() ? "records" : reasons);
    lines.addAll(counts.lines(style));
    lines.add(
        "%d files overlap, of which %d would be rewritten, at table version %d"
            .formatted(change.filesOverlapping(), change.filesRewritten(), change.version()));
    lines.add(
        "found in %s s by decoding them all; nothing is written"
            .formatted(String.format(Locale.ROOT, "%.1f", change.seconds())));
    return lines;
  }

  private static String inserted(String mode) {
    return mode.equals("append")
        ? "rows, without looking whether the table has them"
        : "rows that the table lacks";
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
    if (replay.plan().mode().equals(REPLACE)) {
      lines.add(
          "%s rows of these offsets are removed: none of the records makes them"
              .formatted(Figures.count(replay.removed())));
    }
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
