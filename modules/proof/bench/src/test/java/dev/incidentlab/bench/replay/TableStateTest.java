package dev.incidentlab.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.incidentlab.bench.replay.TableBefore.Made;
import dev.incidentlab.bench.replay.TableState.RowState;
import dev.incidentlab.ingest.ReplayReport;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableStateTest {
  private static final int RECORDS = 400_000;

  @ParameterizedTest
  @CsvSource({"EMPTY,1,0", "MISSING,0.1,0", "WRONG,0.1,0.045", "WHOLE,0,0"})
  void theSharesAreWhatTheNamesSay(TableState state, double absent, double wrong) {
    Map<RowState, Integer> counts = new EnumMap<>(RowState.class);
    for (int i = 0; i < RECORDS; i++) {
      counts.merge(state.of(i % 4, i / 4), 1, Integer::sum);
    }

    assertThat(share(counts, RowState.ABSENT)).isCloseTo(absent, within(0.003));
    assertThat(share(counts, RowState.WRONG)).isCloseTo(wrong, within(0.003));
  }

  @Test
  void missingRecordsAreScattered() {
    for (int from = 0; from < 100_000; from += 1_000) {
      int missing = 0;
      for (int offset = from; offset < from + 1_000; offset++) {
        missing += TableState.MISSING.of(0, offset) == RowState.ABSENT ? 1 : 0;
      }
      assertThat(missing).isBetween(50, 160);
    }
  }

  @Test
  void aReplayMustSayWhatTheTableWasMadeFor() {
    Expected expected = Expected.of(1_000, new Made(Path.of("table"), TableState.WRONG, 900, 45));

    assertThat(expected).isEqualTo(new Expected(100, 45, 855));
    expected.require(report(100, 45, 855));
    assertThatThrownBy(() -> expected.require(report(100, 44, 856)))
        .isInstanceOf(Truth.WrongResultException.class)
        .hasMessageContaining("updated=44")
        .hasMessageContaining("updated=45");
  }

  private static ReplayReport report(long inserted, long updated, long unchanged) {
    return new ReplayReport("r", 1_000, 0, 0, inserted, updated, unchanged, 1, 1, 7, 0);
  }

  private static double share(Map<RowState, Integer> counts, RowState state) {
    return counts.getOrDefault(state, 0) / (double) RECORDS;
  }
}
