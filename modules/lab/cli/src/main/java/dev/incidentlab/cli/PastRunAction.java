package dev.incidentlab.cli;

import dev.incidentlab.api.LabException;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.cli.drill.PastRuns;
import dev.incidentlab.cli.drill.RunFolder;
import dev.incidentlab.cli.live.LiveTerminal;
import dev.incidentlab.cli.past.PastJournal;
import dev.incidentlab.cli.past.Playback;
import java.io.IOException;
import java.util.Optional;

/** What happened in a run that is over; nothing is asked but its folder. */
final class PastRunAction implements Syntax.Action {
  static final String RUN = "past";
  static final String ALL = "all";
  static final String PACE = "pace";

  private final LiveTerminal.Sitting sitting;

  PastRunAction(LiveTerminal.Sitting sitting) {
    this.sitting = sitting;
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    RunFolder folder =
        new PastRuns(call.caller().runs()).find("replay-run", call.arguments().get(RUN));
    PastJournal journal = PastJournal.read(folder.path());
    if (ServerAddress.find(folder.path()).isPresent() && !journal.over()) {
      throw new LabException(
          0,
          "replay-run: %s goes on, and what was injected is hidden until it is over; `./lab verify --final` or `./lab stop` ends it"
              .formatted(folder.id()));
    }
    if (journal.lines().isEmpty()) {
      throw new LabException(
          0, "replay-run: the journal of %s has no line; name another run".formatted(folder.id()));
    }
    double pace = Double.parseDouble(call.arguments().get(PACE, "0"));
    Playback playback = new Playback(folder.id(), journal, pace);
    Optional<LiveTerminal> live = call.arguments().has(ALL) ? Optional.empty() : sitting.terminal();
    if (live.isEmpty()) {
      playback.print(call.terminal());
      return VerbAction.PASS;
    }
    try (LiveTerminal there = live.get()) {
      return playback.step(there, call.terminal());
    }
  }
}
