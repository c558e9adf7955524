package dev.incidentlab.drill;

import java.time.Instant;

/** Port: the part of the world that goes on by itself, and whose time the story clock drives. */
public interface World {
  /**
   * Lets everything happen that happens before {@code story}, as fast as it can; returns when it
   * has.
   */
  void advance(Instant story);

  /** From now on things happen as the clock passes them. */
  void live(StoryClock.Segment segment);

  /**
   * Nothing more happens until {@link #live}. Returns the instant up to which everything happened.
   */
  Instant pause();
}
