package dev.incidentlab.cli;

import dev.incidentlab.api.Form;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.live.LiveTerminal;
import java.util.List;

/** {@code watch}. */
final class WatchGrammar {
  private WatchGrammar() {}

  static Syntax watch() {
    return Syntax.of(
            Topic.LOOK_STATE,
            "watch",
            "how it stands and what verify would say, live; with keys for hint and verify",
            "watch --for 10m",
            List.of(
                Argument.flag(WatchAction.ONCE, "--once", "", "look once, and exit as verify does"),
                Argument.option(
                        WatchAction.LENGTH, "--for", "30s", "end after that long, and exit so, too")
                    .of(Form.DURATION)),
            new WatchAction(LiveTerminal::ofProcess))
        .withoutJson();
  }
}
