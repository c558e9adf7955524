package dev.incidentlab.server.past;

/** The figures behind the journal's lines about a run, from which a resume rebuilds it. */
public final class RunLines {
  /** Figure of the line with which a phase begins. */
  public static final String PHASE = "phase";

  /** Figure of a line from which on the story runs, in story seconds a second, or stands (0). */
  public static final String CLOCK = "clock";

  /** Figure of a line from which on the story stands until it runs at this pace again. */
  public static final String RUNS_AT = "runsAt";

  /** Figure of the line with which people are on call: what the grader saw at the page. */
  public static final String BASELINE = "baseline";

  /** Figure of that line, and of a diagnosis: how far tables and ledger were. */
  public static final String MOMENT = "moment";

  /** Figure of the line that keeps a diagnosis. */
  public static final String DIAGNOSIS = "diagnosis";

  /** Figure of a failure that nothing can be gone on from. */
  public static final String FINAL = "final";

  /** Figure of the line that says that the state of the page is kept: people may go back to it. */
  public static final String PAGE_KEPT = "pageKept";

  /** Figure of that line: components that hung or were gone then, by name. */
  public static final String TROUBLED = "troubled";

  /** Figure of the first line of a run whose page is another run's: that run's folder. */
  public static final String PAGE_OF = "pageOf";

  private RunLines() {}
}
