package dev.incidentlab.cli.watch;

import dev.incidentlab.cli.live.LiveTerminal;
import dev.incidentlab.cli.view.Style;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** In place, at a terminal. */
final class LiveShow implements Show {
  private final LiveTerminal terminal;
  private final Style style;

  LiveShow(LiveTerminal terminal, Style style) {
    this.terminal = terminal;
    this.style = style;
  }

  @Override
  public void show(Seen before, Seen now) {
    terminal.show(WatchView.lines(now, style, terminal.rows()));
  }

  @Override
  public void say(List<String> lines) {
    terminal.say(lines);
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot give the terminal back", e);
    }
  }
}
