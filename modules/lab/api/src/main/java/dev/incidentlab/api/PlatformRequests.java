package dev.incidentlab.api;

import static dev.incidentlab.api.Form.COUNT;
import static dev.incidentlab.api.Form.OFFSETS;
import static dev.incidentlab.api.Form.STORY_TIME;
import static dev.incidentlab.api.Form.TEXT;
import static dev.incidentlab.api.Form.WHOLE_NUMBER;
import static dev.incidentlab.api.Parameter.optional;
import static dev.incidentlab.api.Parameter.required;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.SchemaAnswers.SchemaChanges;
import dev.incidentlab.api.SchemaAnswers.SchemaText;
import dev.incidentlab.api.SchemaAnswers.Schemas;
import dev.incidentlab.api.StatusAnswers.Flags;
import dev.incidentlab.api.StatusAnswers.Jobs;
import dev.incidentlab.api.StatusAnswers.Lag;
import dev.incidentlab.api.TableAnswers.Records;
import java.util.List;

/** About jobs, schemas, topics, flags, and the team that publishes. */
final class PlatformRequests {
  private static final Parameter JOB =
      optional("job", TEXT, "the job; the ads pipeline's if omitted");
  private static final Parameter SUBJECT = required("subject", TEXT, "the registry's subject");

  static final List<Request> ALL =
      List.of(
          Request.of(
              Verb.COMPONENT_RESTART,
              "restart a component of the platform, whether it runs, hangs or is down",
              Done.class,
              required("component", TEXT, "as status names it")),
          Request.of(Verb.JOB_STATUS, "the ingest jobs", Jobs.class),
          Request.of(Verb.JOB_RESTART, "restart a job from its newest checkpoint", Done.class, JOB),
          Request.of(
              Verb.JOB_START,
              "start a job from a place that you choose",
              Done.class,
              JOB,
              required("from", TEXT, "checkpoint, latest, earliest or offsets")
                  .oneOf(List.of("checkpoint", "latest", "earliest", "offsets")),
              optional("offsets", OFFSETS, "next offset by partition, with --from offsets")),
          Request.of(Verb.JOB_STOP, "stop a job; its checkpoints stay", Done.class, JOB),
          Request.of(Verb.LAG, "where ingest is, by partition", Lag.class),
          Request.of(Verb.SCHEMA_LIST, "subjects and versions", Schemas.class),
          Request.of(
              Verb.SCHEMA_SHOW,
              "one schema",
              SchemaText.class,
              SUBJECT,
              optional("version", COUNT, "the newest if omitted")),
          Request.of(
              Verb.SCHEMA_DIFF,
              "what changed between two versions",
              SchemaChanges.class,
              SUBJECT,
              optional("from", COUNT, "the last but one if omitted"),
              optional("to", COUNT, "the newest if omitted")),
          Request.of(
              Verb.RECORDS,
              "records of a topic, each by the schema that wrote it",
              Records.class,
              required("topic", TEXT, "any topic of the lab"),
              optional("partition", COUNT, "all if omitted"),
              optional("offset", WHOLE_NUMBER, "of the first record of the partition"),
              optional("offsets", OFFSETS, "first records, as a page names its next"),
              optional("at", STORY_TIME, "story time of the first record"),
              optional("limit", COUNT, "how many to show")),
          Request.of(Verb.FLAG_LIST, "the feature flags", Flags.class),
          Request.of(
              Verb.FLAG_SET,
              "turn a feature flag",
              Done.class,
              required("flag", TEXT, "the flag"),
              required("variant", TEXT, "one of its variants")),
          Request.of(Verb.PRODUCER_STOP, "have the upstream team publish nothing more", Done.class),
          Request.of(Verb.PRODUCER_START, "have them publish again", Done.class),
          Request.of(
              Verb.PRODUCER_ROLLBACK, "have them write the old schema version again", Done.class),
          Request.of(
              Verb.TOPIC_RECREATE,
              "delete a topic, with its records, and make it anew",
              Done.class,
              required("topic", TEXT, "the topic")));

  private PlatformRequests() {}
}
