package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That what is timed does the work that its name says. */
class TablePartsBenchmarkTest {
  private static final int ROWS = 50_000;

  private final TablePartsBenchmark benchmark = new TablePartsBenchmark();

  @BeforeEach
  void make() throws Exception {
    benchmark.make();
  }

  @AfterEach
  void delete() throws Exception {
    benchmark.delete();
  }

  @Test
  void everyPartSeesEveryRow() {
    assertThat(benchmark.writeRow().rows()).isEqualTo(ROWS);
    assertThat(benchmark.indexOffer().size()).isEqualTo(ROWS);
    assertThat(benchmark.indexFind()).isEqualTo(1);
    assertThat(benchmark.scanRow()).isNotZero().isEqualTo(benchmark.scanRow());
    assertThat(benchmark.scanRowKeyOnly()).isNotZero().isEqualTo(benchmark.scanRowKeyOnly());
    assertThat(benchmark.fileBounds()).isPresent();
  }

  @Test
  void eachCommitIsAnotherVersion() {
    long first = benchmark.commit().version();

    assertThat(benchmark.commit().version()).isEqualTo(first + 1);
  }
}
