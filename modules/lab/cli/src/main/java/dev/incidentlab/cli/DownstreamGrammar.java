package dev.incidentlab.cli;

import dev.incidentlab.api.DownstreamAnswers.ModelRuns;
import dev.incidentlab.api.DownstreamAnswers.Models;
import dev.incidentlab.api.DownstreamAnswers.Slices;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.DownstreamViews;

/** {@code downstream list|runs|slices|pause|resume|run|rebuild}. */
final class DownstreamGrammar {
  private DownstreamGrammar() {}

  static Syntax list() {
    return Syntax.of(
        Topic.LOOK_DOWNSTREAM, Verb.DOWNSTREAM_LIST, "", Models.class, DownstreamViews::list);
  }

  static Syntax runs() {
    return Syntax.of(
        Topic.LOOK_DOWNSTREAM,
        Verb.DOWNSTREAM_RUNS,
        "exec_dashboard --limit 5",
        ModelRuns.class,
        DownstreamViews::runs,
        model(Verb.DOWNSTREAM_RUNS),
        Argument.option(Verb.DOWNSTREAM_RUNS, "limit", "--limit", "N"));
  }

  static Syntax slices() {
    return Syntax.of(
        Topic.LOOK_DOWNSTREAM,
        Verb.DOWNSTREAM_SLICES,
        "exec_dashboard",
        Slices.class,
        DownstreamViews::slices,
        model(Verb.DOWNSTREAM_SLICES));
  }

  static Syntax pause() {
    return Syntax.done(
        Topic.ACT_DOWNSTREAM, Verb.DOWNSTREAM_PAUSE, "ml_features", model(Verb.DOWNSTREAM_PAUSE));
  }

  static Syntax resume() {
    return Syntax.done(
        Topic.ACT_DOWNSTREAM, Verb.DOWNSTREAM_RESUME, "ml_features", model(Verb.DOWNSTREAM_RESUME));
  }

  static Syntax run() {
    return Syntax.of(
        Topic.ACT_DOWNSTREAM,
        Verb.DOWNSTREAM_RUN,
        "exec_dashboard",
        ModelRuns.class,
        DownstreamViews::runs,
        model(Verb.DOWNSTREAM_RUN));
  }

  static Syntax rebuild() {
    return Syntax.of(
        Topic.ACT_DOWNSTREAM,
        Verb.DOWNSTREAM_REBUILD,
        "exec_dashboard --from 07:30 --to 09:30",
        ModelRuns.class,
        DownstreamViews::runs,
        model(Verb.DOWNSTREAM_REBUILD),
        Argument.option(Verb.DOWNSTREAM_REBUILD, "from", "--from", "HH:MM"),
        Argument.option(Verb.DOWNSTREAM_REBUILD, "to", "--to", "HH:MM"));
  }

  private static Argument model(Verb verb) {
    return Argument.positional(verb, "model", "MODEL");
  }
}
