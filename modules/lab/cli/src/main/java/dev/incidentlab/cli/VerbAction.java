package dev.incidentlab.cli;

import dev.incidentlab.api.Answer;
import dev.incidentlab.api.Answers.Verdict;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Action;
import dev.incidentlab.cli.view.Terminal;
import dev.incidentlab.cli.view.Tone;
import dev.incidentlab.cli.view.View;
import java.time.Duration;

/** Sends a verb with its arguments to the lab, and shows the answer. */
record VerbAction<A extends Answer>(Verb verb, Class<A> type, View<A> view) implements Action {
  private static final Duration LOOK = Duration.ofSeconds(60);

  /** A replay, a restart or a verdict works through data. */
  private static final Duration ACT = Duration.ofMinutes(30);

  static final int PASS = 0;
  static final int FAIL = 1;
  static final int ERROR = 2;

  @Override
  public int run(Call call) {
    LabClient client = call.client(verb.effect() == Verb.Effect.LOOKS ? LOOK : ACT);
    byte[] body = client.ask(verb, call.arguments().values());
    A answer = client.read(body, type);
    if (call.caller().json()) {
      call.terminal().raw(body);
    } else {
      show(answer, view, call.terminal());
    }
    return answer instanceof Verdict verdict ? exit(verdict) : PASS;
  }

  /** The answer, and the ordinary tool that shows or does the same. */
  static <A extends Answer> void show(A answer, View<A> view, Terminal terminal) {
    terminal.print(view.lines(answer, terminal.style()));
    String tool = answer.ordinaryTool();
    if (tool != null && !tool.isEmpty()) {
      // In one line however long it is: it is there to be copied.
      terminal.print(Tone.DIM, "ordinary tool: " + tool);
    }
  }

  static int exit(Verdict verdict) {
    return exit(verdict.outcome());
  }

  /** The status of PASS, FAIL or ERROR. */
  static int exit(String outcome) {
    return switch (outcome) {
      case "PASS" -> PASS;
      case "FAIL" -> FAIL;
      default -> ERROR;
    };
  }
}
