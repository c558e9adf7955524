package dev.incidentlab.cli;

import dev.incidentlab.api.Answers.Verdict;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.Runs;
import dev.incidentlab.api.ScoreAnswers.Score;
import dev.incidentlab.api.StatusAnswers.Status;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Action;
import dev.incidentlab.cli.view.ScoreView;
import dev.incidentlab.cli.view.VerdictView;
import java.util.Map;

/** The verdict, and behind the final one the score. */
final class VerifyAction implements Action {
  static final String FINAL = "final";

  @Override
  public int run(Call call) {
    LabClient client = call.client(PatientAction.PATIENCE);
    byte[] body = client.ask(Verb.VERIFY, call.arguments().values());
    Verdict verdict = client.read(body, Verdict.class);
    if (call.caller().json()) {
      call.terminal().raw(body);
      return VerbAction.exit(verdict);
    }
    VerbAction.show(verdict, VerdictView::lines, call.terminal());
    if (call.arguments().has(FINAL)) {
      call.terminal().print("");
      nameWhatWasDrawn(client, call);
      VerbAction.show(
          client.use(Verb.SCORE, Map.of(), Score.class), ScoreView::lines, call.terminal());
    }
    return VerbAction.exit(verdict);
  }

  private static void nameWhatWasDrawn(LabClient client, Call call) {
    if (call.lab().run().startsWith(Runs.MYSTERY + "/")) {
      Status status = client.use(Verb.STATUS, Map.of(), Status.class);
      call.terminal().print("the drill was %s: %s".formatted(status.scenario(), status.title()));
      call.terminal().print("");
    }
  }
}
