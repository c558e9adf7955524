package dev.incidentlab.cli;

import dev.incidentlab.api.Answers.JournalLines;
import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.LabException;
import dev.incidentlab.api.StatusAnswers.Status;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Action;
import dev.incidentlab.cli.view.StatusView;
import dev.incidentlab.cli.view.Terminal;
import java.time.Duration;
import java.util.Map;

/** Everything at a glance; on request again and again, in place, until the lab ends. */
final class StatusAction implements Action {
  static final String WATCH = "watch";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  private final VerbAction<Status> once =
      new VerbAction<>(Verb.STATUS, Status.class, StatusView::lines);

  @Override
  public int run(Call call) {
    if (!call.arguments().has(WATCH)) {
      return once.run(call);
    }
    if (call.caller().json()) {
      throw new UsageException("status: --watch is for people; ask again for facts as --json");
    }
    LabClient client = call.client(PATIENCE);
    Terminal terminal = call.terminal();
    while (true) {
      try {
        Status status = client.use(Verb.STATUS, Map.of(), Status.class);
        terminal.printInPlace(StatusView.lines(status, terminal.style()));
        if (status.phase() == Phase.STOPPING || status.phase() == Phase.FAILED) {
          return VerbAction.PASS;
        }
        // How often a person is shown a new picture.
        Thread.sleep(LOOK_AGAIN.toMillis());
      } catch (LabException e) {
        if (isEnding(client)) {
          terminal.print("the lab has ended");
          return VerbAction.PASS;
        }
        throw e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return VerbAction.PASS;
      }
    }
  }

  /**
   * While a lab ends, its parts are gone before it is; then only its journal can be asked, and at
   * last not even that.
   */
  private static boolean isEnding(LabClient client) {
    try {
      Map<String, String> newest = Map.of("after", Integer.toString(Integer.MAX_VALUE));
      return client.use(Verb.JOURNAL, newest, JournalLines.class).phase() == Phase.STOPPING;
    } catch (LabException e) {
      return true;
    }
  }
}
