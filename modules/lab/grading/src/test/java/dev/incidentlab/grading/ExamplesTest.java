package dev.incidentlab.grading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExamplesTest {
  @Test
  void keepTheLowestPositionsInWhateverOrderTheyCome() {
    Examples examples = new Examples();
    for (int offset = 9; offset >= 0; offset--) {
      long at = offset;
      examples.add(1, at, () -> Example.of(0, at, 1, at, 0));
      examples.add(2, at, () -> Example.of(1, at, 2, at, 0));
    }

    assertThat(examples.count()).isEqualTo(20);
    assertThat(examples.kept()).extracting(Example::partition).containsOnly(1);
    assertThat(examples.kept()).extracting(Example::offset).containsExactly(0L, 1L, 2L, 3L, 4L);
  }
}
