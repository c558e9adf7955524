package dev.incidentlab.drill;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The piecewise map from wall time to story time. It is either held at an instant, while
 * fast-forwarding or paused, or runs at a pace. Safe for many threads.
 */
public final class StoryClock {
  private final InstantSource wall;
  private final List<Segment> segments = new ArrayList<>();

  /**
   * A stretch on which story time is linear in wall time, until the next one begins.
   *
   * @param pace story seconds per wall second; 0 while held
   */
  public record Segment(Instant story, Instant wall, double pace) {
    public Segment {
      Objects.requireNonNull(story, "story");
      Objects.requireNonNull(wall, "wall");
      if (pace < 0 || Double.isNaN(pace) || Double.isInfinite(pace)) {
        throw new IllegalArgumentException(
            "the pace is %s; it must be 0 (held) or a positive number of story seconds per second"
                .formatted(pace));
      }
    }

    Instant storyAt(Instant now) {
      Duration passed = Duration.between(wall, now);
      return story.plusNanos((long) (passed.toNanos() * pace));
    }
  }

  /** A clock held at {@code start}. */
  public StoryClock(Instant start, InstantSource wall) {
    this.wall = wall;
    segments.add(new Segment(start, wall.instant(), 0));
  }

  /**
   * A clock that goes on where another ended: it has that one's map, and is held at its end.
   *
   * @param past oldest first, at least one
   * @param story where the story stood
   * @param stoodAt wall time from which on it stood there
   */
  public StoryClock(List<Segment> past, Instant story, Instant stoodAt, InstantSource wall) {
    if (past.isEmpty()) {
      throw new IllegalArgumentException("a story clock that goes on needs a past");
    }
    this.wall = wall;
    segments.addAll(past);
    segments.add(new Segment(story, stoodAt, 0));
  }

  /**
   * Goes back: from here on it has another map, and is held where that ends. Who has this clock
   * need not be told.
   *
   * @param past oldest first, at least one
   * @param story where the story stands now
   */
  public synchronized void again(List<Segment> past, Instant story) {
    if (past.isEmpty()) {
      throw new IllegalArgumentException("a story clock that goes back needs a past");
    }
    segments.clear();
    segments.addAll(past);
    segments.add(new Segment(story, wall.instant(), 0));
  }

  /** What time it is in the story. */
  public synchronized Instant now() {
    return current().storyAt(wall.instant());
  }

  /**
   * What time it was in the story at a wall time; the beginning for times before the clock was
   * made.
   */
  public synchronized Instant at(Instant wall) {
    Segment at = segments.get(0);
    for (Segment segment : segments) {
      if (segment.wall().isAfter(wall)) {
        break;
      }
      at = segment;
    }
    return wall.isBefore(at.wall()) ? at.story() : at.storyAt(wall);
  }

  /** Steps to an instant and stays there. Within an attempt, story time never goes back. */
  public synchronized void hold(Instant story) {
    Instant now = now();
    if (story.isBefore(now)) {
      throw new IllegalArgumentException(
          "the story clock stands at %s and cannot go back to %s".formatted(now, story));
    }
    segments.add(new Segment(story, wall.instant(), 0));
  }

  /** Stays where it stands. */
  public synchronized void hold() {
    Instant now = wall.instant();
    segments.add(new Segment(current().storyAt(now), now, 0));
  }

  /** Runs from where it stands. */
  public synchronized Segment run(double pace) {
    if (pace <= 0) {
      throw new IllegalArgumentException("the pace is %s; it must be above 0".formatted(pace));
    }
    Instant now = wall.instant();
    Segment segment = new Segment(current().storyAt(now), now, pace);
    segments.add(segment);
    return segment;
  }

  public synchronized boolean running() {
    return current().pace() > 0;
  }

  /** Story seconds per wall second; 0 while held. */
  public synchronized double pace() {
    return current().pace();
  }

  /** The whole map so far, oldest first. */
  public synchronized List<Segment> segments() {
    return List.copyOf(segments);
  }

  private Segment current() {
    return segments.get(segments.size() - 1);
  }
}
