package dev.incidentlab.api;

import static dev.incidentlab.api.Form.COUNT;
import static dev.incidentlab.api.Form.DURATION;
import static dev.incidentlab.api.Form.FLAG;
import static dev.incidentlab.api.Form.STORY_TIME;
import static dev.incidentlab.api.Form.TEXT;
import static dev.incidentlab.api.Parameter.optional;
import static dev.incidentlab.api.Parameter.required;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.DownstreamAnswers.GateResults;
import dev.incidentlab.api.DownstreamAnswers.Gates;
import dev.incidentlab.api.DownstreamAnswers.ModelRuns;
import dev.incidentlab.api.DownstreamAnswers.Models;
import dev.incidentlab.api.DownstreamAnswers.Slices;
import dev.incidentlab.api.LineageAnswers.LineageView;
import java.util.List;

/** About models and the gates before what they publish. */
final class DownstreamRequests {
  private static final Parameter MODEL =
      required("model", TEXT, "as `./lab downstream list` shows it");
  private static final Parameter GATE = required("gate", TEXT, "as `./lab gate list` shows it");

  static final List<Request> ALL =
      List.of(
          Request.of(
              Verb.DOWNSTREAM_LIST,
              "models that read the tables, and the pools that they share",
              Models.class),
          Request.of(
              Verb.DOWNSTREAM_RUNS,
              "runs of models, newest first",
              ModelRuns.class,
              optional("model", TEXT, "all if omitted"),
              optional("limit", COUNT, "how many to show")),
          Request.of(
              Verb.DOWNSTREAM_SLICES,
              "hourly slices that a model has published",
              Slices.class,
              MODEL),
          Request.of(
              Verb.DOWNSTREAM_PAUSE, "end a model's run and start no more", Done.class, MODEL),
          Request.of(
              Verb.DOWNSTREAM_RESUME, "let a model run by its schedule again", Done.class, MODEL),
          Request.of(
              Verb.DOWNSTREAM_RUN,
              "run a model now; slices whose source is as it was are left alone",
              ModelRuns.class,
              MODEL),
          Request.of(
              Verb.DOWNSTREAM_REBUILD,
              "make hourly slices anew and publish them",
              ModelRuns.class,
              optional("model", TEXT, "all if omitted, each behind what it reads"),
              required("from", STORY_TIME, "story time in the first slice"),
              optional("to", STORY_TIME, "story time of its end; now if omitted")),
          Request.of(
              Verb.LINEAGE,
              "what is made of a topic, table, model or column, and what is not",
              LineageView.class,
              required("dataset", TEXT, "a topic, a table or a model"),
              optional("column", TEXT, "only what this column reaches"),
              optional("upstream", FLAG, "what it is made of, instead")),
          Request.of(
              Verb.GATE_LIST,
              "checks that a slice must pass before it is published",
              Gates.class,
              optional("now", FLAG, "ask them of the tables as they are, not as last run")),
          Request.of(
              Verb.GATE_SHOW,
              "a gate's results by slice, with rows that do not meet it",
              GateResults.class,
              GATE),
          Request.of(
              Verb.GATE_OVERRIDE,
              "publish past a gate that is not met, for a while",
              Done.class,
              GATE,
              required("for", DURATION, "how long, in story time"),
              required("reason", TEXT, "why, for the journal")));

  private DownstreamRequests() {}
}
