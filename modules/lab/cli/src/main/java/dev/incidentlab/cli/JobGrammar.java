package dev.incidentlab.cli;

import dev.incidentlab.api.StatusAnswers.Flags;
import dev.incidentlab.api.StatusAnswers.Jobs;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.FlagsView;
import dev.incidentlab.cli.view.JobsView;
import java.util.List;

/** {@code job status|restart|start}, {@code lag} and {@code flag list|set}. */
final class JobGrammar {
  private JobGrammar() {}

  static Syntax status() {
    return Syntax.of(Topic.LOOK_STATE, Verb.JOB_STATUS, "", Jobs.class, JobsView::lines);
  }

  static Syntax lag() {
    return Syntax.of(
        Topic.LOOK_STATE,
        Verb.LAG,
        "--wait",
        List.of(
            Argument.flag(
                LagAction.WAIT, "--wait", "", "first wait until what is there now is in")),
        new LagAction());
  }

  static Syntax componentRestart() {
    return Syntax.done(
        Topic.ACT_PLATFORM,
        Verb.COMPONENT_RESTART,
        "registry",
        Argument.positional(Verb.COMPONENT_RESTART, "component", "COMPONENT"));
  }

  static Syntax restart() {
    return Syntax.done(Topic.ACT_PLATFORM, Verb.JOB_RESTART, "", job(Verb.JOB_RESTART));
  }

  static Syntax start() {
    return Syntax.done(
            Topic.ACT_PLATFORM,
            Verb.JOB_START,
            "--from checkpoint",
            job(Verb.JOB_START),
            Argument.option(Verb.JOB_START, "from", "--from", "WHERE"),
            Argument.option(Verb.JOB_START, "offsets", "--offsets", "0=12,1=9"))
        .where(
            a ->
                a.has("offsets") == "offsets".equals(a.get("from"))
                    ? null
                    : "--from offsets and --offsets 0=12,1=9 go together");
  }

  static Syntax stop() {
    return Syntax.done(Topic.ACT_PLATFORM, Verb.JOB_STOP, "", job(Verb.JOB_STOP));
  }

  static Syntax flagList() {
    return Syntax.of(Topic.LOOK_DATA, Verb.FLAG_LIST, "", Flags.class, FlagsView::lines);
  }

  static Syntax flagSet() {
    return Syntax.done(
        Topic.ACT_PLATFORM,
        Verb.FLAG_SET,
        "ingest.dead-letters on",
        Argument.positional(Verb.FLAG_SET, "flag", "NAME"),
        Argument.positional(Verb.FLAG_SET, "variant", "VARIANT"));
  }

  private static Argument job(Verb verb) {
    return Argument.positional(verb, "job", "JOB");
  }
}
