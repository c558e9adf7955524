package dev.incidentlab.cli;

import dev.incidentlab.api.Form;
import dev.incidentlab.cli.Syntax.Topic;
import java.util.List;

/** {@code dev check} and {@code dev new}: for those who write scenarios. */
final class DevGrammar {
  private DevGrammar() {}

  static Syntax check() {
    return Syntax.of(
            Topic.DRILL,
            "dev check",
            "check scenarios: files, then every fix on a lab",
            "dev check pinned-schema",
            List.of(
                Argument.optional(DevCheckAction.SCENARIO, "SCENARIO", "one; every one if omitted"),
                Argument.flag(
                    DevCheckAction.FILES_ONLY, "--files-only", "", "start no lab, only read"),
                Argument.option(DevCheckAction.SEED, "--seed", "N", "of the labs; 42 if omitted")
                    .of(Form.WHOLE_NUMBER)),
            new DevCheckAction())
        .withoutJson();
  }

  static Syntax make() {
    return Syntax.of(
            Topic.DRILL,
            "dev new",
            "begin a scenario: a folder with commented files",
            "dev new late-events",
            List.of(Argument.required(DevNewAction.ID, "ID", "its name and folder")),
            new DevNewAction())
        .withoutJson();
  }
}
