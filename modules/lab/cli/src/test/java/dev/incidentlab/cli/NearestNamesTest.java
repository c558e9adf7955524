package dev.incidentlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNamesTest {
  @ParameterizedTest
  @CsvSource({"lag,lag,0", "lga,lag,1", "log,lag,1", "lags,lag,1", "'',lag,3", "status,stop,4"})
  void editsAreInsertionsDeletionsReplacementsAndSwaps(String a, String b, int edits) {
    assertThat(NearestNames.edits(a, b)).isEqualTo(edits);
    assertThat(NearestNames.edits(b, a)).isEqualTo(edits);
  }

  @Test
  void onlyTheNearestAreNamed() {
    assertThat(NearestNames.of("statsu", List.of("status", "start", "stop")))
        .containsExactly("status");
  }

  @Test
  void theLastWordOfANameIsEnough() {
    assertThat(NearestNames.of("resume", List.of("clock resume", "replay run")))
        .containsExactly("clock resume");
  }

  @Test
  void nothingIsNamedWhenNothingIsNear() {
    assertThat(NearestNames.hint("xyzzy", List.of("status", "lag"))).isEmpty();
  }
}
