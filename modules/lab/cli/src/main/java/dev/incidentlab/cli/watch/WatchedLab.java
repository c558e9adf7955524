package dev.incidentlab.cli.watch;

import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.cli.live.LiveTerminal;
import dev.incidentlab.cli.view.Style;
import dev.incidentlab.cli.view.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A lab that is watched.
 *
 * @param client with patience enough for a verdict
 * @param runs folder of all runs
 */
public record WatchedLab(ServerAddress address, LabClient client, Path runs) {
  /**
   * Watches it.
   *
   * @param live where somebody sits; empty for a line a change
   * @param once to end as soon as there is something of everything
   * @param length of wall time; null to go on until the lab or the person ends it
   * @return why it ended; the sentence is null if that needs no words
   */
  public LabEnd watch(Terminal terminal, Optional<LiveTerminal> live, boolean once, Duration length)
      throws InterruptedException {
    BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    Style style = terminal.style();
    Keys keys = new Keys(client, style, events::add);
    Path run = runs.resolve(address.run());
    try (Show show = show(terminal, live)) {
      new Feeds(client, () -> LabEnd.ofUnanswered(address, run), events::add).begin();
      live.ifPresent(
          there ->
              there.begin(
                  key -> events.add(new Event.Key(key)),
                  () -> events.add(new Event.Interrupted()),
                  () -> events.add(new Event.Resized())));
      return new Watch(show, keys, new Watch.Until(once, length)).run(events);
    }
  }

  private static Show show(Terminal terminal, Optional<LiveTerminal> live) {
    return live.isPresent() ? new LiveShow(live.get(), terminal.style()) : new PlainShow(terminal);
  }
}
