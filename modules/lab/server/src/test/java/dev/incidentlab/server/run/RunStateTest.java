package dev.incidentlab.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.drill.AlertBoard;
import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.drill.StoryClock;
import dev.incidentlab.server.run.RunState.Reading;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStateTest {
  private static final int CHANGES = 200;

  @TempDir private Path folder;

  @Test
  void nobodySeesAPhaseWithoutItsLine() {
    InstantSource wall = InstantSource.fixed(Instant.EPOCH);
    StoryClock clock = new StoryClock(Instant.EPOCH, wall);
    try (Journal journal = new Journal(folder.resolve("journal.jsonl"), wall, clock)) {
      RunState state =
          new RunState(
              folder, null, journal, clock, new AlertBoard(journal, clock, wall), null, false);
      Map<Boolean, Phase> phaseAfter = Map.of(true, Phase.FAST_FORWARD, false, Phase.ON_CALL);
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(
              () -> {
                for (int change = 1; change <= CHANGES; change++) {
                  state.enter(phaseAfter.get(change % 2 == 0), Kind.LAB, "change " + change);
                }
              });
      Set<Reading> wrong = new HashSet<>();
      int seen = 0;
      while (seen < CHANGES) {
        Reading reading = state.read(0);
        seen = reading.entries().size();
        if (seen > 0 && reading.phase() != phaseAfter.get(seen % 2 == 0)) {
          wrong.add(reading);
        }
      }
      writer.join();

      assertThat(wrong).isEmpty();
    }
  }
}
