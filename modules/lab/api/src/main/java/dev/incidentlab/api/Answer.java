package dev.incidentlab.api;

/**
 * What a verb answers, with the command of the ordinary tool of the field that shows or does the
 * same.
 */
public interface Answer {
  /** The ordinary tool's command, empty if there is none. */
  String ordinaryTool();
}
