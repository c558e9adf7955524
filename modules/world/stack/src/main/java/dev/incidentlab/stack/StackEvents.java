package dev.incidentlab.stack;

import java.time.Duration;

/**
 * Told of the stack's processes as they come and go.
 *
 * <p>Called from several threads; calls should return soon, and must not call the stack: that waits
 * for them. An exception is logged and goes no further.
 */
public interface StackEvents {

  /** The component's process is about to be launched. */
  default void starting(Component component) {}

  /** The component answers; {@code took} is wall time since its process was launched. */
  default void ready(Component component, Duration took) {}

  /** The component runs on from before, while others are launched anew. */
  default void kept(Component component) {}

  /**
   * The component's process ended, asked to or not.
   *
   * @param exit its status; 128 + the signal's number if a signal ended it
   */
  default void ended(Component component, int exit) {}
}
