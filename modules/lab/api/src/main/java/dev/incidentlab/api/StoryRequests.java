package dev.incidentlab.api;

import static dev.incidentlab.api.Form.ABOVE_ZERO;
import static dev.incidentlab.api.Form.COUNT;
import static dev.incidentlab.api.Form.DURATION;
import static dev.incidentlab.api.Form.FLAG;
import static dev.incidentlab.api.Form.NAMES;
import static dev.incidentlab.api.Form.POSITIONS;
import static dev.incidentlab.api.Form.STORY_TIME;
import static dev.incidentlab.api.Form.TEXT;
import static dev.incidentlab.api.Form.VERSIONS;
import static dev.incidentlab.api.Form.WHOLE_NUMBER;
import static dev.incidentlab.api.Parameter.optional;
import static dev.incidentlab.api.Parameter.required;

import dev.incidentlab.api.Answers.Debrief;
import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.Answers.Grade;
import dev.incidentlab.api.Answers.JournalLines;
import dev.incidentlab.api.Answers.Logs;
import dev.incidentlab.api.Answers.Solution;
import dev.incidentlab.api.Answers.Verdict;
import dev.incidentlab.api.ScoreAnswers.Score;
import dev.incidentlab.api.StatusAnswers.Alerts;
import dev.incidentlab.api.StatusAnswers.Status;
import java.util.List;

/** About the drill, its story and the people in it. */
final class StoryRequests {
  static final List<Request> ALL =
      List.of(
          Request.of(Verb.STATUS, "everything at a glance", Status.class),
          Request.of(Verb.ALERTS, "alerts that fired", Alerts.class),
          Request.of(
              Verb.LOGS,
              "the end of a component's log",
              Logs.class,
              required("component", TEXT, "as `./lab status` shows it"),
              optional("lines", COUNT, "how many")),
          Request.of(
              Verb.JOURNAL,
              "what happened so far",
              JournalLines.class,
              optional("after", COUNT, "only lines behind this number"),
              optional(
                  "waitMillis", COUNT, "how long to wait for a line if there is none, at most")),
          Request.of(
              Verb.ACK,
              "acknowledge one alert, or all that fire",
              Done.class,
              optional("alert", TEXT, "its name or number")),
          Request.of(
              Verb.ALERTS_SILENCE,
              "call nobody for a rule's alerts",
              Done.class,
              required("alert", TEXT, "its name or number"),
              required("for", DURATION, "how long, in story time")),
          Request.of(
              Verb.SAY,
              "tell stakeholders how it stands, or answer one who wrote",
              Done.class,
              required("text", TEXT, "what they are told"),
              optional("to", TEXT, "the message that is answered, as `./lab status` shows it"),
              optional("answer", TEXT, "the answer in one word, of those that are asked for")),
          Request.of(
              Verb.NOTE,
              "write a remark into the journal",
              Done.class,
              required("text", TEXT, "the remark")),
          Request.of(Verb.HINT, "be told a little more, at a cost", Done.class),
          Request.of(Verb.CLOCK_PAUSE, "hold the story", Done.class),
          Request.of(
              Verb.CLOCK_RESUME,
              "let the story go on",
              Done.class,
              optional("pace", ABOVE_ZERO, "story seconds per second")),
          Request.of(
              Verb.DIAGNOSE,
              "say what is wrong; scored by verify --final, the last one counts",
              Done.class,
              required(
                      "component",
                      TEXT,
                      "whose behaviour has to change: " + among(DiagnosisWords.COMPONENTS))
                  .oneOf(DiagnosisWords.COMPONENTS),
              required("mechanism", TEXT, "how it goes wrong: " + among(DiagnosisWords.MECHANISMS))
                  .oneOf(DiagnosisWords.MECHANISMS),
              optional("affected", NAMES, "tables and models that have it"),
              optional("unaffected", NAMES, "those that do not"),
              optional(
                  "firstBad", POSITIONS, "first record that something is wrong with, by partition"),
              optional("since", STORY_TIME, "story time from which on rows are wrong or missing"),
              optional("missing", WHOLE_NUMBER, "rows that are not in the table"),
              optional("wrong", WHOLE_NUMBER, "rows that have wrong values"),
              optional("schemaVersions", VERSIONS, "versions in the topic"),
              optional("changedFields", NAMES, "fields that differ between them")),
          Request.of(
              Verb.SCORE, "how the drill went, by dimension; after verify --final", Score.class),
          Request.of(
              Verb.SOLUTION,
              "how it is done, step by step; only on an autopilot's lab",
              Solution.class,
              optional("fix", TEXT, "a solution's or wrong fix's id; the first if omitted")),
          Request.of(
              Verb.DEBRIEF,
              "what happened, why, and how it is prevented; after verify --final",
              Debrief.class),
          Request.of(
              Verb.GRADE,
              "how the oracles find it, a few seconds ago at most; leaves no trace",
              Grade.class),
          Request.of(
              Verb.VERIFY,
              "is it repaired? asks every oracle; only --final changes anything",
              Verdict.class,
              optional(
                  "final", FLAG, "restart the jobs first, watch freshness longer, end the drill")),
          Request.of(
              Verb.REWIND,
              "put the run back to its page, with all as it was then; hints stay taken",
              Done.class),
          Request.of(Verb.STOP, "end a lab and everything that it started", Done.class));

  private StoryRequests() {}

  private static String among(List<String> words) {
    return String.join(", ", words);
  }
}
