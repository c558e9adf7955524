package dev.incidentlab.cli.watch;

import dev.incidentlab.api.Answers.Grade;
import dev.incidentlab.api.Answers.JournalLines;
import dev.incidentlab.api.StatusAnswers.Status;
import java.util.List;

/** Something that a watch is told; each comes from a thread of its own, and is taken by one. */
sealed interface Event {
  /** How things stand. */
  record Stood(Status status) implements Event {}

  /** How the oracles find it. */
  record Graded(Grade grade) implements Event {}

  /** Why the oracles were not asked. */
  record NotGraded(String why) implements Event {}

  /** What the journal has that was not told before. */
  record Told(JournalLines journal) implements Event {}

  /** Why it cannot be said how things stand. */
  record Unknown(String why) implements Event {}

  /** The lab is there no more. */
  record Gone(LabEnd how) implements Event {}

  /** A key was hit. */
  record Key(int key) implements Event {}

  /** What a key had done is done. */
  record Done(List<String> lines) implements Event {}

  /** Ctrl-C, or the terminal is gone. */
  record Interrupted() implements Event {}

  /** The window has another size. */
  record Resized() implements Event {}
}
