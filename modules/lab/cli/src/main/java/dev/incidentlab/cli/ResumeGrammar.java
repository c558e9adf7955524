package dev.incidentlab.cli;

import dev.incidentlab.cli.Syntax.Topic;
import java.util.List;

/** {@code resume}. */
final class ResumeGrammar {
  private ResumeGrammar() {}

  static Syntax resume() {
    return Syntax.of(
            Topic.DRILL,
            "resume",
            "go on with a run whose server is gone, from where its story stood",
            "resume --run pinned-schema/20260303-093000",
            List.of(),
            new ResumeAction())
        .withoutJson();
  }
}
