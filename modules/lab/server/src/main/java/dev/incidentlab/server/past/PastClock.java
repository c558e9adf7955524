package dev.incidentlab.server.past;

import dev.incidentlab.api.Verb;
import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.StoryClock.Segment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The map between the clocks as the journal tells it: each line has both times, and some say that
 * the story began to run, or stood from there on.
 */
final class PastClock {
  private final List<Segment> segments = new ArrayList<>();
  private double wanted;
  private Instant story;
  private Instant wall;

  void take(JournalEntry entry) {
    story = Instant.parse(entry.story());
    wall = Instant.parse(entry.wall());
    OptionalDouble told = paceAfter(entry);
    double before = segments.isEmpty() ? 0 : last().pace();
    double pace = told.orElse(before);
    wanted =
        entry.data().get(RunLines.RUNS_AT) instanceof Number later
            ? later.doubleValue()
            : told.orElse(wanted);
    // While it is held, story time moves by steps.
    boolean stepped = before == 0 && (segments.isEmpty() || !story.equals(last().story()));
    if (stepped || pace != before) {
      segments.add(new Segment(story, wall, pace));
    }
  }

  private static OptionalDouble paceAfter(JournalEntry entry) {
    if (Lines.isVerb(entry, Verb.CLOCK_PAUSE)) {
      return OptionalDouble.of(0);
    }
    if (Lines.isVerb(entry, Verb.CLOCK_RESUME)) {
      return OptionalDouble.of(
          Double.parseDouble(Lines.arguments(entry).getOrDefault("pace", "1")));
    }
    return entry.data().get(RunLines.CLOCK) instanceof Number pace
        ? OptionalDouble.of(pace.doubleValue())
        : OptionalDouble.empty();
  }

  private Segment last() {
    return segments.get(segments.size() - 1);
  }

  List<Segment> segments() {
    return List.copyOf(segments);
  }

  /** Story seconds per wall second at the end, or once it goes on; 0 if somebody paused it. */
  double pace() {
    return wanted;
  }

  /** Story time of the last line. */
  Instant story() {
    return story;
  }

  /** Wall time of the last line. */
  Instant wall() {
    return wall;
  }
}
