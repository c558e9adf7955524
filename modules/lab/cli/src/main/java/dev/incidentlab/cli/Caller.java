package dev.incidentlab.cli;

import java.nio.file.Path;

/**
 * Who asks which lab, and how the answer is wanted.
 *
 * @param run a run's id or the end of it; null for the only one that runs
 * @param who the name that the journal shows
 * @param runs folder of all runs
 * @param compose whether the lab is in a container of the compose project
 */
record Caller(String run, String who, Path runs, boolean json, boolean debug, boolean compose) {

  /** The same, for one certain lab and with answers as lines. */
  Caller forRun(String id, Path root) {
    return new Caller(id, who, root, false, debug, false);
  }
}
