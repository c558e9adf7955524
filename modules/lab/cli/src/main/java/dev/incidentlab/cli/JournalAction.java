package dev.incidentlab.cli;

import dev.incidentlab.api.Answers.JournalLine;
import dev.incidentlab.api.Answers.JournalLines;
import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.LabException;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Action;
import dev.incidentlab.cli.drill.ServerProcess;
import dev.incidentlab.cli.view.JournalView;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The journal, as it is or as it grows. */
final class JournalAction implements Action {
  static final String FOLLOW = "follow";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String POLL_MILLIS = "10000";

  private final VerbAction<JournalLines> once =
      new VerbAction<>(Verb.JOURNAL, JournalLines.class, JournalView::lines);

  @Override
  public int run(Call call) {
    if (!call.arguments().has(FOLLOW)) {
      return once.run(call);
    }
    LabClient client = call.client(PATIENCE);
    Map<String, String> wanted = new HashMap<>();
    wanted.put("after", call.arguments().get("after", "0"));
    JournalLines journal = show(call, client, wanted);
    wanted.put("waitMillis", POLL_MILLIS);
    while (journal.phase() != Phase.STOPPING) {
      try {
        journal = show(call, client, wanted);
      } catch (LabException e) {
        if (e.status() == 0) {
          return VerbAction.PASS; // The lab ended, and so does its journal.
        }
        throw e;
      }
    }
    return VerbAction.PASS;
  }

  private static JournalLines show(Call call, LabClient client, Map<String, String> wanted) {
    byte[] body = client.ask(Verb.JOURNAL, wanted);
    JournalLines journal = client.read(body, JournalLines.class);
    for (JournalLine line : journal.lines()) {
      wanted.put("after", Long.toString(line.seq()));
    }
    if (journal.lines().isEmpty()) {
      ServerProcess.pause(); // New lines that are hidden for now must not make this spin.
    }
    if (!call.caller().json()) {
      call.terminal().print(JournalView.lines(journal, call.terminal().style()));
    } else if (!journal.lines().isEmpty()) {
      call.terminal().raw(body);
    }
    return journal;
  }
}
