package dev.incidentlab.cli;

import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.cli.Syntax.Action;
import dev.incidentlab.cli.live.LiveTerminal;
import dev.incidentlab.cli.watch.LabEnd;
import dev.incidentlab.cli.watch.WatchedLab;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** How a lab stands and how the oracles find it, again and again, beside whoever works on it. */
final class WatchAction implements Action {
  static final String ONCE = "once";
  static final String LENGTH = "for";

  private final LiveTerminal.Sitting sitting;

  WatchAction(LiveTerminal.Sitting sitting) {
    this.sitting = sitting;
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    ServerAddress address = call.lab();
    boolean once = call.arguments().has(ONCE);
    String length = call.arguments().get(LENGTH);
    LabClient client = new LabClient(address.url(), call.caller().who(), PatientAction.PATIENCE);
    LabEnd end =
        new WatchedLab(address, client, call.caller().runs())
            .watch(
                call.terminal(),
                once ? Optional.empty() : sitting.terminal(),
                once,
                length == null ? null : Duration.parse("PT" + length.toUpperCase(Locale.ROOT)));
    if (end.sentence() != null) {
      call.terminal().print(end.sentence());
    }
    return end.status();
  }
}
