package dev.incidentlab.drill;

import java.time.Instant;

/** Port: what is due by the story's clock, beside the world, for instance models that are run. */
public interface Schedule {
  /** Does what is due by {@code storyNow} and was not done yet. */
  void runDue(Instant storyNow);
}
