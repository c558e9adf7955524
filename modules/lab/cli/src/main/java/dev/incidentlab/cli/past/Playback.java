package dev.incidentlab.cli.past;

import dev.incidentlab.cli.live.LiveTerminal;
import dev.incidentlab.cli.view.Terminal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Shows a journal: all of it at once, in the story's time, or step by step.
 *
 * @param run the run's id
 * @param pace story seconds per second; 0 for no waiting
 */
public record Playback(String run, PastJournal journal, double pace) {
  /** In place of a key: Ctrl-C, or the terminal is gone. */
  static final int INTERRUPTED = -1;

  /** In place of a key: the window has another size. */
  static final int RESIZED = -2;

  private static final int INTERRUPTED_STATUS = 130;
  private static final int END_OF_TRANSMISSION = 4;

  /** Prints line after line, in the story's time if there is a pace. */
  public void print(Terminal terminal) throws InterruptedException {
    terminal.print(PastView.heading(run, journal, terminal.style()));
    PastLine before = null;
    for (PastLine line : journal.lines()) {
      if (before != null && pace > 0) {
        // The story's time is what was asked for.
        TimeUnit.NANOSECONDS.sleep(nanos(Duration.between(before.story(), line.story())));
      }
      terminal.print(PastView.line(line, before, journal.lines().get(0), terminal.style()));
      before = line;
    }
  }

  /**
   * Goes through it by keys, and by itself if there is a pace.
   *
   * @param plain whose style is used
   * @return exit status
   */
  public int step(LiveTerminal live, Terminal plain) throws InterruptedException {
    BlockingQueue<Integer> keys = new LinkedBlockingQueue<>();
    live.begin(keys::add, () -> keys.add(INTERRUPTED), () -> keys.add(RESIZED));
    return step(keys, stepper -> live.show(stepper.picture(plain.style(), live.rows())));
  }

  /** Where it is shown how far it is. */
  interface Shown {
    void show(Stepper stepper);
  }

  int step(BlockingQueue<Integer> keys, Shown shown) throws InterruptedException {
    Stepper stepper = new Stepper(run, journal);
    while (true) {
      shown.show(stepper);
      Integer key = key(keys, stepper.untilNext());
      if (key == null) {
        stepper.next();
        continue;
      }
      switch (key.intValue()) {
        case ' ', '\r', '\n', 'n' -> stepper.next();
        case 'b', 'B' -> stepper.back();
        case 'f', 'F' -> stepper.toggleFaults();
        case 'q', 'Q', END_OF_TRANSMISSION -> {
          return 0;
        }
        case INTERRUPTED -> {
          return INTERRUPTED_STATUS;
        }
        default -> {
          continue; // It means nothing here, or only that the picture is to be drawn anew.
        }
      }
    }
  }

  /** Null when the next line is due. */
  private Integer key(BlockingQueue<Integer> keys, Optional<Duration> untilNext)
      throws InterruptedException {
    return pace > 0 && untilNext.isPresent()
        ? keys.poll(nanos(untilNext.get()), TimeUnit.NANOSECONDS)
        : keys.take();
  }

  /** None for a story that went back, as it does when it is rewound. */
  private long nanos(Duration story) {
    return Math.max(0, (long) (story.toNanos() / pace));
  }
}
