package dev.incidentlab.cli;

import dev.incidentlab.cli.drill.PastRuns;
import dev.incidentlab.cli.drill.RunFolder;
import dev.incidentlab.cli.drill.ServerCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Removes what a run has made on somebody's platform. The work is done by a process of the server's
 * program, which has the clients; what it writes is shown as it comes.
 */
final class CleanAction implements Syntax.Action {
  @Override
  public int run(Call call) throws IOException, InterruptedException {
    String run = call.caller().run();
    if (run == null || run.isBlank()) {
      throw new UsageException(
          "clean: --run is missing; name the run whose topics, subjects, jobs and tables are to go");
    }
    RunFolder folder = new PastRuns(call.caller().runs()).select("clean", run);
    // Elsewhere the end of a name does; what is removed does not come back.
    if (!folder.id().equals(run) && !folder.id().endsWith("/" + run)) {
      throw new UsageException(
          "clean: '%s' is not a whole name; if %s is meant, write it out"
              .formatted(run, folder.id()));
    }
    Process cleaner =
        new ProcessBuilder(
                ServerCommand.program(
                    call.project(), "dev.incidentlab.server.CleanMain", folder.path().toString()))
            .start();
    long gone = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(cleaner.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        call.terminal().print("removed " + line);
        gone++;
      }
    }
    String complaint =
        new String(cleaner.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int status = cleaner.waitFor();
    if (!complaint.isEmpty()) {
      call.terminal().complain("clean: " + complaint);
    }
    if (status == 0 && gone == 0) {
      call.terminal().print("nothing of %s is left there".formatted(folder.id()));
    }
    return status == 0 ? VerbAction.PASS : VerbAction.ERROR;
  }
}
