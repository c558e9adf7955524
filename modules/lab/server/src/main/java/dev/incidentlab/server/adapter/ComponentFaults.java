package dev.incidentlab.server.adapter;

import dev.incidentlab.drill.Fault;
import dev.incidentlab.drill.FaultException;
import dev.incidentlab.stack.Component;
import dev.incidentlab.stack.ComponentControl;
import dev.incidentlab.stack.StackStartException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What can go wrong with a component of the platform, and its end. The argument {@code component}
 * is its name, for instance {@code flink-taskmanager}.
 */
public final class ComponentFaults {
  /** The process is killed with SIGKILL and stays away. */
  public static final String KILL = "component.kill";

  /** The process ends, if it runs, and comes back with its data. */
  public static final String RESTART = "component.restart";

  /** The process hangs: its sockets stay open, and nothing answers. */
  public static final String PAUSE = "component.pause";

  /** The process that hung goes on. */
  public static final String UNPAUSE = "component.unpause";

  /** The names of all of them. */
  public static final Set<String> NAMES = Set.of(KILL, RESTART, PAUSE, UNPAUSE);

  /** What befalls a component. */
  private interface Blow {
    void strike(Component component) throws FaultException;
  }

  private record ComponentFault(String name, Blow blow) implements Fault {
    @Override
    public void inject(Instant at, Map<String, Object> arguments) throws FaultException {
      Component component = component(name, arguments);
      try {
        blow.strike(component);
      } catch (IllegalStateException e) {
        throw new FaultException("%s: %s".formatted(name, e.getMessage()), e);
      }
    }
  }

  private ComponentFaults() {}

  /** All of them, by name. */
  public static Map<String, Fault> of(ComponentControl stack) {
    return Stream.of(
            new ComponentFault(KILL, stack::kill),
            new ComponentFault(RESTART, component -> restart(stack, component)),
            new ComponentFault(PAUSE, stack::pause),
            new ComponentFault(UNPAUSE, stack::unpause))
        .collect(Collectors.toMap(ComponentFault::name, fault -> fault));
  }

  private static Component component(String fault, Map<String, Object> arguments)
      throws FaultException {
    try {
      return Component.of(String.valueOf(arguments.get("component")));
    } catch (IllegalArgumentException e) {
      throw new FaultException("%s: %s".formatted(fault, e.getMessage()), e);
    }
  }

  private static void restart(ComponentControl stack, Component component) throws FaultException {
    try {
      stack.restart(component);
    } catch (StackStartException e) {
      throw new FaultException(e.getMessage(), e);
    }
  }
}
