package dev.incidentlab.cli;

import dev.incidentlab.api.ReplayAnswers.ReplayPlan;
import dev.incidentlab.api.ReplayAnswers.ReplayProgress;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.ReplayProgressView;
import dev.incidentlab.cli.view.ReplayViews;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code replay plan|progress|run}. */
final class ReplayGrammar {
  private ReplayGrammar() {}

  static Syntax plan() {
    List<Argument> arguments = new ArrayList<>(range(Verb.REPLAY_PLAN));
    arguments.add(Argument.flag(Verb.REPLAY_PLAN, "quick", "--quick"));
    return Syntax.of(
            Topic.LOOK_REPAIR,
            Verb.REPLAY_PLAN,
            "--from 07:30 --to 09:30",
            arguments,
            new OffsetsFile(
                new PatientAction<>(Verb.REPLAY_PLAN, ReplayPlan.class, ReplayViews::plan)))
        .where(ReplayGrammar::window);
  }

  static Syntax progress() {
    return Syntax.of(
        Topic.LOOK_REPAIR,
        Verb.REPLAY_PROGRESS,
        "",
        ReplayProgress.class,
        (progress, style) -> ReplayProgressView.lines(progress));
  }

  static Syntax run() {
    return Syntax.of(
            Topic.ACT_REPAIR,
            Verb.REPLAY_RUN,
            "--by-duration 2h",
            range(Verb.REPLAY_RUN),
            new OffsetsFile(new ReplayRunAction()))
        .where(ReplayGrammar::window);
  }

  private static List<Argument> range(Verb verb) {
    return List.of(
        Argument.positional(verb, "table", "TABLE"),
        Argument.option(verb, "from", "--from", "HH:MM"),
        Argument.flag(verb, "toEarliest", "--to-earliest"),
        // A file is typed, and what it holds is sent.
        Argument.option(
            OffsetsFile.ARGUMENT, "--from-offsets", "FILE", "lines `partition: offset`, or JSON"),
        Argument.option(verb, "to", "--to", "HH:MM"),
        Argument.option(verb, "byDuration", "--by-duration", "2h"),
        Argument.flag(
            "mode", "--replace", "replace", "and remove rows that no record of the range makes"),
        Argument.flag("mode", "--append", "append", "add rows without looking for present ones"),
        Argument.flag("mode", "--insert-missing", "insert-missing", "leave present rows alone"));
  }

  private static String window(Arguments a) {
    long begins =
        Stream.of("from", "toEarliest", OffsetsFile.ARGUMENT, "byDuration").filter(a::has).count();
    return begins == 1 && !(a.has("byDuration") && a.has("to"))
        ? null
        : "say one of --from HH:MM, --to-earliest and --from-offsets FILE, each with --to HH:MM or"
            + " without, or --by-duration 2h";
  }
}
