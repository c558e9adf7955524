package dev.incidentlab.api;

import static dev.incidentlab.api.Form.ABOVE_ZERO;
import static dev.incidentlab.api.Form.COUNT;
import static dev.incidentlab.api.Form.DURATION;
import static dev.incidentlab.api.Form.FLAG;
import static dev.incidentlab.api.Form.OFFSETS;
import static dev.incidentlab.api.Form.STORY_TIME;
import static dev.incidentlab.api.Form.TEXT;
import static dev.incidentlab.api.Parameter.optional;
import static dev.incidentlab.api.Parameter.required;

import dev.incidentlab.api.LetterAnswers.DeadLetter;
import dev.incidentlab.api.LetterAnswers.DeadLetters;
import dev.incidentlab.api.LetterAnswers.Redrive;
import dev.incidentlab.api.ReplayAnswers.Replay;
import dev.incidentlab.api.ReplayAnswers.ReplayPlan;
import dev.incidentlab.api.ReplayAnswers.ReplayProgress;
import java.util.ArrayList;
import java.util.List;

/** About dead letters and replays. */
final class RepairRequests {
  private static final Parameter PIPELINE =
      optional("table", TEXT, "a table or its topic; the ads pipeline's if omitted");
  private static final List<String> REASONS =
      List.of(
          "NOT_FRAMED",
          "UNKNOWN_SCHEMA_ID",
          "NO_COMPATIBLE_READER",
          "MALFORMED",
          "TRAILING_BYTES",
          "INVALID_VALUE",
          "REGISTRY_UNAVAILABLE");
  private static final List<Parameter> WINDOW =
      List.of(
          optional("table", TEXT, "the table; the ads pipeline's if omitted"),
          optional("from", STORY_TIME, "story time of the first record"),
          optional("toEarliest", FLAG, "from the topic's first record on"),
          optional("fromOffsets", OFFSETS, "first offset by partition"),
          optional("to", STORY_TIME, "story time of its end; where ingest is if omitted"),
          optional("byDuration", DURATION, "so long before now in the story"),
          optional("mode", TEXT, "what becomes of rows that are present; upsert if omitted")
              .oneOf(List.of("upsert", "replace", "append", "insert-missing")));

  static final List<Request> ALL =
      List.of(
          Request.of(
              Verb.DEAD_LETTERS_LIST,
              "records that were set aside, and why",
              DeadLetters.class,
              PIPELINE,
              optional("which", TEXT, "those not dealt with, or all; unresolved if omitted")
                  .oneOf(List.of("unresolved", "all")),
              optional("limit", COUNT, "at most so many; 40 if omitted"),
              optional("after", COUNT, "only letters behind this number")),
          Request.of(
              Verb.DEAD_LETTERS_SHOW,
              "one letter in full, as each schema reads it",
              DeadLetter.class,
              required("letter", TEXT, "as `./lab dead-letters list` shows it")),
          Request.of(
              Verb.DEAD_LETTERS_REDRIVE,
              "try letters again and upsert their rows",
              Redrive.class,
              optional("letter", TEXT, "only this one; all unresolved if omitted"),
              PIPELINE,
              optional("reason", TEXT, "only those of this reason").oneOf(REASONS),
              optional("limit", COUNT, "at most so many"),
              optional("rate", ABOVE_ZERO, "letters a second at most"),
              optional("dryRun", FLAG, "only say what would decode")),
          new Request(
              Verb.REPLAY_PLAN,
              "what a replay would change; decodes the range, writes nothing",
              ReplayPlan.class,
              withQuick()),
          Request.of(
              Verb.REPLAY_PROGRESS, "how far the replay is that runs now", ReplayProgress.class),
          new Request(
              Verb.REPLAY_RUN, "read records again and upsert their rows", Replay.class, WINDOW));

  private RepairRequests() {}

  private static List<Parameter> withQuick() {
    List<Parameter> parameters = new ArrayList<>(WINDOW);
    parameters.add(optional("quick", FLAG, "only count; reads no record, so it is at once"));
    return parameters;
  }
}
