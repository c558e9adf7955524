package dev.incidentlab.drill;

import java.time.Instant;

/** Port: observes one figure of the running system. It never computes it from what was injected. */
public interface Probe {
  /** The name under which scenarios refer to it, for instance {@code freshness.event-time}. */
  String name();

  /**
   * Observes now.
   *
   * @param storyNow what time it is in the story
   * @throws ObservationException if nothing can be seen
   */
  Observation observe(Instant storyNow) throws ObservationException;
}
