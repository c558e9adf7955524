package dev.incidentlab.cli;

import dev.incidentlab.api.Answers.Debrief;
import dev.incidentlab.api.Answers.Grade;
import dev.incidentlab.api.Answers.Solution;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.DebriefView;
import dev.incidentlab.cli.view.GradeView;
import dev.incidentlab.cli.view.SolutionView;
import java.util.List;

/** {@code solution}, {@code debrief}, {@code grade} and {@code verify}. */
final class JudgeGrammar {
  private JudgeGrammar() {}

  static Syntax solution() {
    return Syntax.of(
        Topic.JUDGE,
        Verb.SOLUTION,
        "",
        Solution.class,
        SolutionView::lines,
        Argument.positional(Verb.SOLUTION, "fix", "FIX"));
  }

  static Syntax debrief() {
    return Syntax.of(Topic.JUDGE, Verb.DEBRIEF, "", Debrief.class, DebriefView::lines);
  }

  static Syntax grade() {
    return Syntax.of(
        Topic.JUDGE,
        Verb.GRADE,
        "",
        List.of(),
        new PatientAction<>(Verb.GRADE, Grade.class, GradeView::lines));
  }

  static Syntax verify() {
    return Syntax.of(
        Topic.JUDGE,
        Verb.VERIFY,
        "--final",
        List.of(Argument.flag(Verb.VERIFY, VerifyAction.FINAL, "--final")),
        new VerifyAction());
  }
}
