package dev.incidentlab.cli.watch;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.Answers.Verdict;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.LabException;
import dev.incidentlab.api.StatusAnswers.Status;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.view.DoneView;
import dev.incidentlab.cli.view.StatusView;
import dev.incidentlab.cli.view.Style;
import dev.incidentlab.cli.view.VerdictView;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What single keys do. A verb is asked by a thread of its own, one at a time, so that the watch
 * goes on meanwhile.
 */
final class Keys {
  static final List<String> HELP =
      List.of(
          "",
          "  h  a hint; asks first, since it costs points",
          "  s  all of `./lab status`",
          "  v  `./lab verify` now: the verdict is journalled, which the watch itself never is",
          "  q  end the watch; the lab runs on (so does Ctrl-C)",
          "");

  private static final String COSTS = "A hint costs points. Take it? y/n";
  private static final int END_OF_TRANSMISSION = 4;

  private final LabClient client;
  private final Style style;
  private final Consumer<Event> to;
  private boolean asking;
  private boolean underWay;

  /** What is to be done because of a key. */
  enum Effect {
    NOTHING,
    HELP,
    QUIT
  }

  /**
   * @param client with patience enough for a verdict
   * @param to gets what a verb answered
   */
  Keys(LabClient client, Style style, Consumer<Event> to) {
    this.client = client;
    this.style = style;
    this.to = to;
  }

  Effect hit(int key) {
    if (asking) {
      asking = false;
      if (key == 'y' || key == 'Y') {
        use("hint", this::hint);
      }
      return Effect.NOTHING;
    }
    switch (key) {
      case 'q', 'Q', END_OF_TRANSMISSION -> {
        return Effect.QUIT;
      }
      case '?' -> {
        return Effect.HELP;
      }
      case 'h', 'H' -> asking = !underWay;
      case 's', 'S' -> use("status", this::status);
      case 'v', 'V' -> use("verify", this::verify);
      default -> {
        return Effect.NOTHING;
      }
    }
    return Effect.NOTHING;
  }

  /** A verb has answered. */
  void done() {
    underWay = false;
  }

  /** What is asked or under way; null if nothing is. */
  String remark() {
    if (asking) {
      return COSTS;
    }
    return underWay ? "the lab is asked …" : null;
  }

  private List<String> hint() {
    return DoneView.lines(client.use(Verb.HINT, Map.of(), Done.class), style);
  }

  private List<String> status() {
    return StatusView.lines(client.use(Verb.STATUS, Map.of(), Status.class), style);
  }

  private List<String> verify() {
    return VerdictView.lines(client.use(Verb.VERIFY, Map.of(), Verdict.class), style);
  }

  private void use(String verb, Supplier<List<String>> what) {
    if (underWay) {
      return;
    }
    underWay = true;
    Thread thread = new Thread(() -> to.accept(new Event.Done(answer(what))), "watch-" + verb);
    thread.setDaemon(true);
    thread.start();
  }

  private static List<String> answer(Supplier<List<String>> what) {
    try {
      return what.get();
    } catch (LabException e) {
      return List.of("lab: " + e.getMessage());
    }
  }
}
