package dev.incidentlab.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.cli.Syntax.Action;
import dev.incidentlab.cli.compose.ComposeDoctor;
import dev.incidentlab.cli.compose.ComposeProject;
import dev.incidentlab.cli.doctor.Check;
import dev.incidentlab.cli.doctor.Check.Level;
import dev.incidentlab.cli.doctor.CheckView;
import dev.incidentlab.cli.doctor.Doctor;
import java.io.IOException;
import java.util.List;

/** What would keep a lab from running. */
final class DoctorAction implements Action {
  /**
   * Where a platform is named, as in a container, the libraries of an own one need not be there.
   */
  private static boolean ownPlatform(Call call) {
    return PlatformGrammar.or(null, call.environment(), "--kafka") == null;
  }

  @Override
  public int run(Call call) throws IOException {
    Caller caller = call.caller();
    List<Check> checks =
        caller.compose()
            ? new ComposeDoctor(new ComposeProject(call.project().folder(), call.environment()))
                .examine()
            : new Doctor(call.project(), caller.runs(), caller.who(), ownPlatform(call)).examine();
    if (caller.json()) {
      call.terminal().raw(new ObjectMapper().writeValueAsBytes(checks));
    } else {
      call.terminal().print(CheckView.lines(checks, call.terminal().style()));
    }
    boolean bad = checks.stream().anyMatch(check -> check.level() == Level.BAD);
    return bad ? VerbAction.ERROR : VerbAction.PASS;
  }
}
