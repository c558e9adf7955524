package dev.incidentlab.cli;

import dev.incidentlab.cli.drill.Project;
import dev.incidentlab.cli.view.Style;
import dev.incidentlab.cli.view.Terminal;
import java.util.List;

/** The command line; {@code ./lab} starts it. */
public final class Main {
  /** System property that says whether colour may be used: the launcher knows the terminal. */
  private static final String COLOUR = "lab.colour";

  private Main() {}

  /** Exits with 0 for ok or PASS, 1 for FAIL, 2 for ERROR, bad usage or refused. */
  public static void main(String[] args) {
    // A request that got no answer may have been carried out; the JDK would send it once more.
    System.setProperty("sun.net.http.retryPost", "false");
    Terminal terminal = Terminal.ofProcess(new Style(Boolean.getBoolean(COLOUR)));
    System.exit(
        new Shell(Project.ofLauncher(), terminal, Grammar.all(), System.getenv())
            .run(List.of(args)));
  }
}
