package dev.incidentlab.bench.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.delta.ActiveFile;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.TableSnapshot;
import dev.incidentlab.producer.SeededFrames;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeTableTest {
  private static final int ROWS = 120_000;

  @TempDir private Path folder;

  @Test
  void holdsADayOfEventsInFilesOfACommitEach() throws Exception {
    int[] frames = new int[1];
    new SeededFrames(ROWS, 0.5, 1, 2).generate(0, 1, frame -> frames[0]++);

    List<Long> commits = Collections.synchronizedList(new ArrayList<>());
    DeltaTable table =
        new LargeTable(folder.resolve("fact_ad_events"), ROWS, 2, 50_000, commits::add).make();

    TableSnapshot snapshot = table.snapshot();
    assertThat(snapshot.rows()).isEqualTo(frames[0]).isBetween(ROWS - 2_000L, ROWS + 2_000L);
    // Of the later half of the day two: there are more events than in the earlier one.
    assertThat(snapshot.files()).hasSize(3).extracting(ActiveFile::rows).contains(50_000L);
    assertThat(commits).hasSize(3).allMatch(nanos -> nanos > 0);
    assertThat(snapshot.maxEventTime().orElseThrow())
        .isBefore(Instant.ofEpochSecond(SeededFrames.endOfDay()))
        .isAfter(Instant.ofEpochSecond(SeededFrames.endOfDay() - 60));
  }
}
