package dev.incidentlab.stack;

/** Brings about what befalls components, as faults. */
public interface ComponentControl {
  /**
   * Ends it at once, without asking; nothing starts it again but {@link #restart}.
   *
   * @throws IllegalStateException if it does not run, or cannot be reached
   */
  void kill(Component component);

  /**
   * Stops it in its tracks: its sockets stay open, and nothing answers on them.
   *
   * @throws IllegalStateException if it does not run, or cannot be reached
   */
  void pause(Component component);

  /**
   * Lets one that was {@linkplain #pause paused} go on.
   *
   * @throws IllegalStateException if it was not, or cannot be reached
   */
  void unpause(Component component);

  /**
   * Ends it, if it runs, and starts it again at the same address and with the same data. Flink
   * keeps no jobs over a restart of its job manager.
   *
   * @throws StackStartException if it does not come up; the other components are left as they are
   */
  void restart(Component component) throws StackStartException;
}
