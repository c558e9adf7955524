package dev.incidentlab.drill;

import java.time.Instant;
import java.util.Map;

/** Port: something that goes wrong, done for real. */
public interface Fault {
  /** The name under which scenarios inject it, for instance {@code producer.rollout}. */
  String name();

  /**
   * Injects the fault.
   *
   * @param at its story time
   * @param arguments as the scenario gives them
   * @throws FaultException if it did not take effect; a fault that does not bite ends the drill
   */
  void inject(Instant at, Map<String, Object> arguments) throws FaultException;
}
