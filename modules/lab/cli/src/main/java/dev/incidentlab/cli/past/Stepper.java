package dev.incidentlab.cli.past;

import dev.incidentlab.cli.view.Style;
import dev.incidentlab.cli.view.Tone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Goes through a journal, line by line in either direction, all lines or those of faults. */
final class Stepper {
  private static final String KEYS = "space next   b back   f %s   q quit";

  private final String run;
  private final PastJournal journal;
  private boolean faultsOnly;

  /** Of the journal's lines; it may be one that is not shown while only faults are. */
  private int at;

  /**
   * @param journal with at least one line
   */
  Stepper(String run, PastJournal journal) {
    this.run = run;
    this.journal = journal;
  }

  /** Goes to the next line; at the last one it stays. */
  void next() {
    following().ifPresent(next -> at = next);
  }

  /** Goes to the line before; at the first one it stays. */
  void back() {
    IntStream.range(0, at).filter(this::shown).reduce((a, b) -> b).ifPresent(b -> at = b);
  }

  /** Shows only faults, or all again. */
  void toggleFaults() {
    faultsOnly = !faultsOnly;
    if (!shown(at)) {
      IntStream.range(0, at)
          .filter(this::shown)
          .reduce((a, b) -> b)
          .ifPresentOrElse(fault -> at = fault, this::next);
    }
  }

  /** How much time of the story passes until the next line; empty at the last one. */
  Optional<Duration> untilNext() {
    OptionalInt next = following();
    return next.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.between(line(at).story(), line(next.getAsInt()).story()));
  }

  private OptionalInt following() {
    return IntStream.range(at + 1, journal.lines().size()).filter(this::shown).findFirst();
  }

  private boolean shown(int index) {
    return !faultsOnly || line(index).fault();
  }

  private PastLine line(int index) {
    return journal.lines().get(index);
  }

  /** As many lines as fit, the newest and the keys last. */
  List<String> picture(Style style, int rows) {
    List<String> heading = PastView.heading(run, journal, style);
    List<String> lines = new ArrayList<>();
    PastLine before = null;
    int[] all = IntStream.range(0, journal.lines().size()).filter(this::shown).toArray();
    int position = 0;
    for (int index : all) {
      if (index > at) {
        break;
      }
      position++;
      lines.addAll(PastView.line(line(index), before, line(0), style));
      before = line(index);
    }
    if (all.length == 0) {
      lines.add("no fault was injected");
    }
    String last =
        style.paint(Tone.DIM, "%d of %d".formatted(position, all.length))
            + "   "
            + KEYS.formatted(faultsOnly ? "all lines" : "faults only");
    int room = Math.max(1, rows - heading.size() - 2);
    List<String> picture = new ArrayList<>(heading);
    picture.addAll(lines.subList(Math.max(0, lines.size() - room), lines.size()));
    picture.add("");
    picture.add(last);
    return picture;
  }
}
