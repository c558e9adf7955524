package dev.incidentlab.cli.watch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Takes one event after the other, and shows what has come of it. For one thread. */
final class Watch {
  private static final int INTERRUPTED = 130;

  private final Show show;
  private final Keys keys;
  private final Until until;
  private Seen shown = Seen.nothing();
  private Seen seen = Seen.nothing();

  /**
   * When it ends by itself, but for the lab's end.
   *
   * @param once as soon as there is something of everything
   * @param length wall time; null for no end
   */
  record Until(boolean once, Duration length) {}

  Watch(Show show, Keys keys, Until until) {
    this.show = show;
    this.keys = keys;
    this.until = until;
  }

  /** Watches to the end, which it says in a sentence if it is the lab's. */
  LabEnd run(BlockingQueue<Event> events) throws InterruptedException {
    long begun = System.nanoTime();
    while (true) {
      Event event = next(events, begun);
      if (event == null) {
        return new LabEnd(null, graded());
      }
      Optional<LabEnd> end = take(event);
      seen = seen.remarking(keys.remark());
      if (!until.once() || end.isPresent() || seen.complete()) {
        show.show(shown, seen);
        shown = seen;
      }
      if (end.isPresent()) {
        return end.get();
      }
      if (until.once() && seen.complete()) {
        return new LabEnd(null, graded());
      }
    }
  }

  /** Null when the time is up. */
  private Event next(BlockingQueue<Event> events, long begun) throws InterruptedException {
    return until.length() == null
        ? events.take()
        : events.poll(until.length().toNanos() - (System.nanoTime() - begun), TimeUnit.NANOSECONDS);
  }

  private Optional<LabEnd> take(Event event) {
    seen = seen.with(event);
    if (event instanceof Event.Told told) {
      return LabEnd.of(told.journal().phase(), seen.lines());
    }
    if (event instanceof Event.Gone gone) {
      return Optional.of(gone.how());
    }
    if (event instanceof Event.Interrupted) {
      return Optional.of(new LabEnd(null, INTERRUPTED));
    }
    if (event instanceof Event.Done done) {
      keys.done();
      say(done.lines());
    }
    if (event instanceof Event.Key key) {
      return hit(key.key());
    }
    return Optional.empty();
  }

  private Optional<LabEnd> hit(int key) {
    return switch (keys.hit(key)) {
      case QUIT -> Optional.of(new LabEnd(null, 0));
      case HELP -> {
        say(Keys.HELP);
        yield Optional.empty();
      }
      case NOTHING -> Optional.empty();
    };
  }

  private void say(List<String> lines) {
    show.say(Stream.concat(lines.stream(), Stream.of("")).toList());
  }

  /** As the last grade was; 2 if there was none. */
  private int graded() {
    return seen.grade() == null ? LabEnd.status("ERROR") : LabEnd.status(seen.grade().outcome());
  }
}
