package dev.incidentlab.stack;

import java.util.Optional;

/** Looks whether a component that somebody else runs does its work. */
@FunctionalInterface
public interface Probe {
  /** Why not, in a few words; empty if it answers. Returns within some seconds. */
  Optional<String> trouble();
}
