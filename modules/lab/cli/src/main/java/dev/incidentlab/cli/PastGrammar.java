package dev.incidentlab.cli;

import dev.incidentlab.api.Form;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.live.LiveTerminal;
import java.util.List;

/** {@code replay-run}. */
final class PastGrammar {
  private PastGrammar() {}

  static Syntax replayRun() {
    return Syntax.of(
            Topic.DRILL,
            "replay-run",
            "step through what happened in a run that is over, faults included",
            "replay-run pinned-schema/20260303-081500 --all",
            List.of(
                Argument.required(
                    PastRunAction.RUN, "RUN", "the run's id, or the end of it; `latest` is newest"),
                Argument.flag(
                    PastRunAction.ALL, "--all", "", "print all at once, as without a terminal"),
                Argument.option(
                        PastRunAction.PACE, "--pace", "X", "in the story's time, X times as fast")
                    .of(Form.ABOVE_ZERO)),
            new PastRunAction(LiveTerminal::ofProcess))
        .where(
            a ->
                a.has(PastRunAction.ALL) && a.has(PastRunAction.PACE)
                    ? "--all prints at once, --pace does not; choose one"
                    : null)
        .withoutJson();
  }
}
