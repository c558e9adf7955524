package dev.incidentlab.cli;

import dev.incidentlab.api.LabException;
import dev.incidentlab.api.Runs;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.cli.Syntax.Action;
import dev.incidentlab.cli.drill.Ending;
import dev.incidentlab.cli.view.DoneView;
import dev.incidentlab.cli.view.Terminal;
import java.util.List;

/** Ends one lab, or all. */
final class StopAction implements Action {
  static final String ALL = "all";

  @Override
  public int run(Call call) {
    if (!call.arguments().has(ALL)) {
      stop(call.lab(), call);
      return VerbAction.PASS;
    }
    List<ServerAddress> running = new Runs(call.caller().runs()).running();
    if (running.isEmpty()) {
      call.terminal().print("no lab is running");
    }
    int worst = VerbAction.PASS;
    for (ServerAddress address : running) {
      try {
        stop(address, call);
      } catch (LabException e) {
        call.terminal().complain(e.getMessage()); // The others are to be ended all the same.
        worst = VerbAction.ERROR;
      }
    }
    return worst;
  }

  private static void stop(ServerAddress address, Call call) {
    Terminal terminal = call.terminal();
    VerbAction.show(Ending.stop(address, call.caller().who()), DoneView::lines, terminal);
  }
}
