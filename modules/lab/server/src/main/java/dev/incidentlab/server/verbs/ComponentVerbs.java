package dev.incidentlab.server.verbs;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.drill.StoryClock;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunState;
import dev.incidentlab.stack.Component;
import dev.incidentlab.stack.ComponentControl;
import dev.incidentlab.stack.StackStartException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code component restart}. */
final class ComponentVerbs {
  private final RunState state;
  private final Supplier<Platform> platform;

  ComponentVerbs(RunState state, Supplier<Platform> platform) {
    this.state = state;
    this.platform = platform;
  }

  Done restart(Arguments arguments, String who) throws InterruptedException {
    Component component = Component.of(arguments.required("component"));
    if (!(platform.get().stack() instanceof ComponentControl control)) {
      throw new Refusal(
          "%s: %s is run by somebody else; ask them".formatted(arguments.verb(), component));
    }
    if (component == Component.FLINK_JOBMANAGER) {
      platform.get().jobs().clusterRestarts();
    }
    try {
      control.restart(component);
    } catch (StackStartException | IllegalStateException e) {
      throw new Refusal("%s: %s".formatted(arguments.verb(), e.getMessage()));
    }
    if (component == Component.PRODUCER && !platform.get().producer().stopped()) {
      List<StoryClock.Segment> segments = state.clock().segments();
      platform.get().producer().start(segments.get(segments.size() - 1));
    }
    return new Done(
        "%s was restarted and answers.%s".formatted(component, whatElse(component)),
        Map.of("component", component.id()),
        "docker compose restart " + component);
  }

  private static String whatElse(Component component) {
    return component == Component.FLINK_JOBMANAGER
        ? " It keeps no jobs over that: `./lab job start --from checkpoint` for each that is gone."
        : "";
  }
}
