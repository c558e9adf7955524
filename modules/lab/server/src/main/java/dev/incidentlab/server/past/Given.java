package dev.incidentlab.server.past;

/**
 * What was given out in a run: a hint is not given twice, nor is a name.
 *
 * @param hints how many hints
 * @param replays the number of the last replay; 0 if there was none
 * @param redrives the number of the last redrive; 0 if there was none
 */
public record Given(int hints, int replays, int redrives) {
  /** What the names of replays begin with. */
  public static final String REPLAY = "replay-";

  /** Figure of the line that says that a replay or a redrive begins: its name. */
  public static final String BEGUN = "begun";

  /** Figure of the line that says that it has ended, whatever came of it: its name. */
  public static final String ENDED = "ended";

  /** A run that begins. */
  public static Given nothing() {
    return new Given(0, 0, 0);
  }
}
