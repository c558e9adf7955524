package dev.incidentlab.cli;

import dev.incidentlab.api.Form;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import java.util.List;
import java.util.stream.Stream;

/** {@code drill}, {@code list}, {@code doctor}, {@code completion} and {@code stop}. */
final class DrillGrammar {
  private DrillGrammar() {}

  static Syntax drill() {
    return Syntax.of(
            Topic.DRILL,
            "drill",
            "start a lab and bring it to the page",
            "drill pinned-schema --pace 2",
            Stream.concat(ownOptions(), PlatformGrammar.addresses().stream()).toList(),
            new DrillAction())
        .where(DrillGrammar::broken)
        .withoutJson();
  }

  private static String broken(Arguments a) {
    if (a.has(DrillAction.RANDOM) && a.has(DrillAction.SCENARIO)) {
      return "SCENARIO is '%s', and --random draws one; choose one of them"
          .formatted(a.get(DrillAction.SCENARIO));
    }
    if (a.has(DrillAction.RANDOM) && a.has(DrillAction.AUTOPILOT)) {
      return "the autopilot would tell what --random keeps from you; leave one out";
    }
    if (!a.has(DrillAction.RANDOM) && !a.has(DrillAction.SCENARIO)) {
      return "SCENARIO is missing; `./lab list` shows which there are, and --random draws one";
    }
    return a.has(DrillAction.FIX) && !a.has(DrillAction.AUTOPILOT)
        ? "--fix says what the autopilot is to do; add --autopilot"
        : null;
  }

  private static Stream<Argument> ownOptions() {
    return Stream.of(
        Argument.option(DrillAction.SCENARIO, "SCENARIO", "SCENARIO", "as `./lab list` shows it"),
        Argument.flag(
            DrillAction.RANDOM, "--random", "", "one that is drawn; its name is told at the end"),
        Argument.flag(
            DrillAction.AUTOPILOT, "--autopilot", "", "work a solution, have it judged, stop"),
        Argument.option(DrillAction.FIX, "--fix", "ID", "which solution, or wrong fix, to work"),
        Argument.flag(DrillAction.KEEP, "--keep", "", "leave the lab running"),
        Argument.flag(
            DrillAction.FRESH, "--fresh", "", "not from the page that an earlier run has kept"),
        Argument.option(
                "seed",
                "--seed",
                "N|random",
                "of all random choices; 42 if omitted, drawn with --random")
            .like(
                "\\d{1,18}|" + DrillAction.DRAWN,
                Form.WHOLE_NUMBER.words() + ", or " + DrillAction.DRAWN),
        Argument.option("pace", "--pace", "X", "story seconds per second; 1 if omitted")
            .of(Form.ABOVE_ZERO),
        Argument.option("rate", "--rate", "N", "ad events per story second").of(Form.ABOVE_ZERO),
        Argument.option(
            DrillAction.PORTS,
            "--port",
            "kafka=9092,api=8080",
            "fixed ports of components and of the lab's API"),
        LineageGrammar.url());
  }

  static Syntax list() {
    return Syntax.of(Topic.DRILL, "list", "the scenarios", "list", List.of(), new ListAction());
  }

  static Syntax doctor() {
    return Syntax.of(
        Topic.DRILL,
        "doctor",
        "what would keep a lab from running",
        "doctor",
        List.of(),
        new DoctorAction());
  }

  static Syntax completion() {
    return Syntax.of(
            Topic.DRILL,
            "completion",
            "a script by which your shell completes verbs and options",
            "completion",
            List.of(),
            new CompletionAction())
        .withoutJson();
  }

  static Syntax rewind() {
    return Syntax.done(Topic.DRILL, Verb.REWIND, "");
  }

  static Syntax stop() {
    return Syntax.of(
            Topic.DRILL,
            Verb.STOP,
            "--all",
            List.of(Argument.flag(StopAction.ALL, "--all", "", "every lab that runs")),
            new StopAction())
        .withoutJson();
  }
}
