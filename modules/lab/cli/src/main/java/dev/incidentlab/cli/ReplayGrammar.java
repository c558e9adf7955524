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
  private static final List<Argument> WINDOW =
      List.of(
          Argument.optional("table", "TABLE", "the table; the ads pipeline's if omitted"),
          Argument.option("from", "--from", "HH:MM", "story time of the first record"),
          Argument.flag("toEarliest", "--to-earliest", "true", "from the topic's first record on"),
          Argument.option(
              OffsetsFile.ARGUMENT, "--from-offsets", "FILE", "lines `partition: offset`, or JSON"),
          Argument.option(
              "to", "--to", "HH:MM", "story time of its end; where ingest is if omitted"),
          Argument.option("byDuration", "--by-duration", "2h", "so long before now in the story"),
          Argument.flag("mode", "--append", "append", "add rows without looking for present ones"),
          Argument.flag("mode", "--insert-missing", "insert-missing", "leave present rows alone"));

  private ReplayGrammar() {}

  static Syntax plan() {
    List<Argument> arguments = new ArrayList<>(WINDOW);
    arguments.add(
        Argument.flag("quick", "--quick", "true", "only count; reads no record, so it is at once"));
    return Syntax.of(
            Topic.LOOK,
            Verb.REPLAY_PLAN.words(),
            "what a replay would change; decodes the range, writes nothing",
            "replay plan --from 07:30 --to 09:30",
            arguments,
            new OffsetsFile(
                new PatientAction<>(Verb.REPLAY_PLAN, ReplayPlan.class, ReplayViews::plan)))
        .where(ReplayGrammar::window);
  }

  static Syntax progress() {
    return Syntax.of(
        Topic.LOOK,
        Verb.REPLAY_PROGRESS.words(),
        "how far the replay is that runs now",
        "replay progress",
        List.of(),
        new VerbAction<>(
            Verb.REPLAY_PROGRESS, ReplayProgress.class, (p, style) -> ReplayProgressView.lines(p)));
  }

  static Syntax run() {
    return Syntax.of(
            Topic.ACT,
            Verb.REPLAY_RUN.words(),
            "read records again and upsert their rows",
            "replay run --by-duration 2h",
            WINDOW,
            new OffsetsFile(new ReplayRunAction()))
        .where(ReplayGrammar::window);
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
