package dev.incidentlab.cli;

import dev.incidentlab.api.Answer;
import dev.incidentlab.api.Answers.Grade;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Action;
import dev.incidentlab.cli.view.View;
import java.time.Duration;

/** A looking verb that works through as much data as an acting one, and may take as long. */
record PatientAction<A extends Answer>(Verb verb, Class<A> type, View<A> view) implements Action {
  static final Duration PATIENCE = Duration.ofMinutes(30);

  @Override
  public int run(Call call) {
    byte[] body = call.client(PATIENCE).ask(verb, call.arguments().values());
    A answer = call.client(PATIENCE).read(body, type);
    if (call.caller().json()) {
      call.terminal().raw(body);
    } else {
      VerbAction.show(answer, view, call.terminal());
    }
    return answer instanceof Grade grade ? VerbAction.exit(grade.outcome()) : VerbAction.PASS;
  }
}
