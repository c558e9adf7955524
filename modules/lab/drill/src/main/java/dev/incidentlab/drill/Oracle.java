package dev.incidentlab.drill;

/** Port: judges one property of the world's state, never the commands that led there. */
public interface Oracle {
  /** The name under which scenarios refer to it, for instance {@code ledger}. */
  String name();

  /**
   * Looks and judges. An oracle that cannot observe answers with {@link Outcome#ERROR} or throws;
   * it never changes what it looks at.
   */
  Finding judge() throws Exception;
}
