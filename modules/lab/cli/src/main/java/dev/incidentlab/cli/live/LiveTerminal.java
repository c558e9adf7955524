package dev.incidentlab.cli.live;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/**
 * A terminal whose keys are heard one by one, with an area at its end that changes in place; what
 * is said above that area stays. Closing it gives the terminal back as it was. All but the
 * listeners is for one thread.
 */
public final class LiveTerminal implements AutoCloseable {
  /** System property that says whether somebody sits at a terminal: the launcher knows. */
  public static final String ATTENDED = "lab.terminal";

  /** Where somebody sits. */
  @FunctionalInterface
  public interface Sitting {
    /** Empty if there is no terminal whose lines can change in place. */
    Optional<LiveTerminal> terminal() throws IOException;
  }

  private static final int USUAL_ROWS = 24;
  private static final int USUAL_COLUMNS = 80;
  private static final long LISTEN_MILLIS = 250;

  private final Terminal terminal;
  private final Display display;
  private Attributes before;
  private volatile boolean closed;

  /**
   * @param terminal is closed with this
   */
  public LiveTerminal(Terminal terminal) {
    this.terminal = terminal;
    this.display = new Display(terminal, false);
  }

  /** The one of this process; empty if there is none, or one that cannot change lines in place. */
  public static Optional<LiveTerminal> ofProcess() throws IOException {
    if (!Boolean.getBoolean(ATTENDED)) {
      return Optional.empty();
    }
    Terminal terminal = TerminalBuilder.builder().system(true).provider("exec").dumb(true).build();
    if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
      terminal.close();
      return Optional.empty();
    }
    return Optional.of(new LiveTerminal(terminal));
  }

  /**
   * From now on keys are heard; the listeners are called by other threads.
   *
   * @param keys gets each key's character
   * @param interrupted is run at Ctrl-C, and when the terminal is gone
   * @param resized is run when the window has another size
   */
  public void begin(IntConsumer keys, Runnable interrupted, Runnable resized) {
    before = terminal.enterRawMode();
    terminal.handle(Signal.INT, signal -> interrupted.run());
    terminal.handle(Signal.WINCH, signal -> resized.run());
    terminal.puts(Capability.cursor_invisible);
    terminal.flush();
    Thread listener = new Thread(() -> listen(keys, interrupted), "keys");
    listener.setDaemon(true);
    listener.start();
  }

  private void listen(IntConsumer keys, Runnable interrupted) {
    NonBlockingReader reader = terminal.reader();
    try {
      while (!closed) {
        int key = reader.read(LISTEN_MILLIS);
        if (key >= 0) {
          keys.accept(key);
        } else if (key != NonBlockingReader.READ_EXPIRED) {
          interrupted.run();
          return;
        }
      }
    } catch (IOException e) {
      if (!closed) {
        interrupted.run();
      }
    }
  }

  /** How many lines can be shown at once. */
  public int rows() {
    int rows = terminal.getHeight();
    return (rows > 0 ? rows : USUAL_ROWS) - 1;
  }

  /** Shows lines in place of those that were shown before; what is too long or too much is cut. */
  public void show(List<String> lines) {
    int columns = terminal.getWidth() > 0 ? terminal.getWidth() : USUAL_COLUMNS;
    Size size = new Size(columns, rows() + 1);
    display.resize(size.getRows(), size.getColumns());
    List<AttributedString> cut =
        lines.stream()
            .limit(rows())
            .map(AttributedString::fromAnsi)
            .map(line -> line.columnSubSequence(0, columns))
            .toList();
    display.update(cut, -1);
    terminal.flush();
  }

  /** Prints lines above what is shown, where they stay; what is shown is gone until shown again. */
  public void say(List<String> lines) {
    display.update(List.of(), 0);
    lines.forEach(terminal.writer()::println);
    terminal.flush();
  }

  /** Takes away what is shown, and gives the terminal back as it was. */
  @Override
  public void close() throws IOException {
    closed = true;
    display.update(List.of(), 0);
    terminal.puts(Capability.cursor_normal);
    terminal.flush();
    if (before != null) {
      terminal.setAttributes(before);
    }
    terminal.close();
  }
}
