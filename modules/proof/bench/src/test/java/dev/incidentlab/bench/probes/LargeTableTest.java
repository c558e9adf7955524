package dev.incidentlab.bench.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.delta.ActiveFile;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.TableSnapshot;
import dev.incidentlab.producer.SeededFrames;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeTableTest {
  private static final int ROWS = 120_000;

  @TempDir private Path folder;

  @Test
  void holdsADayOfEventsInFilesOfACommitEach() throws Exception {
    int[] frames = new int[1];
    new SeededFrames(ROWS, 0.5, 1, 2).generate(0, 1, frame -> frames[0]++);

    DeltaTable table = new LargeTable(folder.resolve("fact_ad_events"), ROWS).make();

    TableSnapshot snapshot = table.snapshot();
    assertThat(snapshot.rows()).isEqualTo(frames[0]).isBetween(ROWS - 2_000L, ROWS + 2_000L);
    // Of the later half of the day two: there are more events than in the earlier one.
    assertThat(snapshot.files()).hasSize(3).extracting(ActiveFile::rows).contains(50_000L);
    assertThat(snapshot.maxEventTime().orElseThrow())
        .isBefore(Instant.ofEpochSecond(SeededFrames.endOfDay()))
        .isAfter(Instant.ofEpochSecond(SeededFrames.endOfDay() - 60));
  }
}
