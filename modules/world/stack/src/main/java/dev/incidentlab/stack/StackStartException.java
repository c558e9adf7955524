package dev.incidentlab.stack;

import java.util.Objects;
import java.util.Optional;

/**
 * The stack, or one of its components, did not come up. Nothing that was started is left running.
 *
 * <p>The message is for a user: what failed, the constraint, what was found, and what to do.
 */
public final class StackStartException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Component component;

  StackStartException(String message) {
    this(null, message, null);
  }

  public StackStartException(Component component, String message, Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
    this.component = component;
  }

  /** The one component to blame, if it is one. */
  public Optional<Component> component() {
    return Optional.ofNullable(component);
  }
}
