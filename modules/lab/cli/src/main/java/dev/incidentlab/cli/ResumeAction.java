package dev.incidentlab.cli;

import dev.incidentlab.api.Answers.JournalLine;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.LabException;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.api.StatusAnswers.Status;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.drill.Ending;
import dev.incidentlab.cli.drill.PastRuns;
import dev.incidentlab.cli.drill.ResumeOptions;
import dev.incidentlab.cli.drill.RunFolder;
import dev.incidentlab.cli.drill.ServerProcess;
import dev.incidentlab.cli.drill.StartGuard;
import dev.incidentlab.cli.drill.Startup;
import dev.incidentlab.cli.view.JournalView;
import dev.incidentlab.cli.view.PageView;
import dev.incidentlab.cli.view.Tone;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Starts a server for a run that has lost its own, and comes back when people are on call. */
final class ResumeAction implements Syntax.Action {
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final int INTERRUPTED = 130;

  @Override
  public int run(Call call) throws IOException {
    RunFolder folder = new PastRuns(call.caller().runs()).select(call.caller().run());
    String who = call.caller().who();
    long before = PastRuns.lines(folder);
    call.terminal().print("resume " + folder.id());
    call.terminal().print(Tone.DIM, "run folder " + folder.path());
    String scenario = PastRuns.scenario(folder);
    try (StartGuard guard = new StartGuard(folder, who, call.terminal())) {
      ServerProcess server = guard.start(new ResumeOptions(scenario, who), call.project());
      try {
        resume(call, new Startup(server, folder, who), before, guard);
        return VerbAction.PASS;
      } catch (LabException e) {
        if (guard.interrupted()) {
          return INTERRUPTED;
        }
        Ending.stop(server, folder, who);
        throw e;
      }
    }
  }

  private static void resume(Call call, Startup startup, long before, StartGuard guard) {
    ServerAddress address = startup.awaitAddress();
    startup.followToPage(address, before, line -> progress(call, line));
    guard.leaveRunning();
    LabClient client = new LabClient(address.url(), call.caller().who(), PATIENCE);
    Status status = client.use(Verb.STATUS, Map.of(), Status.class);
    call.terminal().print(PageView.lines(status, call.terminal().style()));
  }

  private static void progress(Call call, JournalLine line) {
    call.terminal().print(JournalView.line(line, call.terminal().style()));
  }
}
