package dev.incidentlab.cli;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.DownstreamAnswers.ModelRuns;
import dev.incidentlab.api.DownstreamAnswers.Models;
import dev.incidentlab.api.DownstreamAnswers.Slices;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.DoneView;
import dev.incidentlab.cli.view.DownstreamViews;
import java.util.List;

/** {@code downstream list|runs|slices|pause|resume|run|rebuild}. */
final class DownstreamGrammar {
  private static final Argument MODEL =
      Argument.required("model", "MODEL", "as `./lab downstream list` shows it");

  private DownstreamGrammar() {}

  static Syntax list() {
    return Syntax.of(
        Topic.LOOK,
        Verb.DOWNSTREAM_LIST.words(),
        "models that read the tables, and the pools that they share",
        "downstream list",
        List.of(),
        new VerbAction<>(Verb.DOWNSTREAM_LIST, Models.class, DownstreamViews::list));
  }

  static Syntax runs() {
    return Syntax.of(
        Topic.LOOK,
        Verb.DOWNSTREAM_RUNS.words(),
        "runs of models, newest first",
        "downstream runs exec_dashboard --limit 5",
        List.of(
            Argument.optional("model", "MODEL", "all if omitted"),
            Argument.option("limit", "--limit", "N", "how many to show").wholeNumber()),
        new VerbAction<>(Verb.DOWNSTREAM_RUNS, ModelRuns.class, DownstreamViews::runs));
  }

  static Syntax slices() {
    return Syntax.of(
        Topic.LOOK,
        Verb.DOWNSTREAM_SLICES.words(),
        "hourly slices that a model has published",
        "downstream slices exec_dashboard",
        List.of(MODEL),
        new VerbAction<>(Verb.DOWNSTREAM_SLICES, Slices.class, DownstreamViews::slices));
  }

  static Syntax pause() {
    return act(Verb.DOWNSTREAM_PAUSE, "end a model's run and start no more", " ml_features");
  }

  static Syntax resume() {
    return act(Verb.DOWNSTREAM_RESUME, "let a model run by its schedule again", " ml_features");
  }

  private static Syntax act(Verb verb, String summary, String example) {
    return Syntax.of(
        Topic.ACT,
        verb.words(),
        summary,
        verb.words() + example,
        List.of(MODEL),
        new VerbAction<>(verb, Done.class, DoneView::lines));
  }

  static Syntax run() {
    return Syntax.of(
        Topic.ACT,
        Verb.DOWNSTREAM_RUN.words(),
        "run a model now; slices whose source is as it was are left alone",
        "downstream run exec_dashboard",
        List.of(MODEL),
        new VerbAction<>(Verb.DOWNSTREAM_RUN, ModelRuns.class, DownstreamViews::runs));
  }

  static Syntax rebuild() {
    return Syntax.of(
        Topic.ACT,
        Verb.DOWNSTREAM_REBUILD.words(),
        "make hourly slices anew and publish them",
        "downstream rebuild exec_dashboard --from 07:30 --to 09:30",
        List.of(
            Argument.optional("model", "MODEL", "all if omitted, each behind what it reads"),
            Argument.option("from", "--from", "HH:MM", "story time in the first slice").needed(),
            Argument.option("to", "--to", "HH:MM", "story time of its end; now if omitted")),
        new VerbAction<>(Verb.DOWNSTREAM_REBUILD, ModelRuns.class, DownstreamViews::runs));
  }
}
