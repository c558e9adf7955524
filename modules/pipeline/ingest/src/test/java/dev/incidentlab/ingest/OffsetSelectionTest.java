package dev.incidentlab.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OffsetSelectionTest {
  @Test
  void joinsNeighboursAndKeepsGaps() {
    OffsetSelection selection = OffsetSelection.of(new TreeSet<>(List.of(9L, 3L, 4L, 0L)));

    assertThat(selection).hasToString("0-1,3-5,9-10");
    assertThat(selection.first()).isZero();
    assertThat(selection.end()).isEqualTo(10);
  }

  @Test
  void containsExactlyWhatWasSelected() {
    OffsetSelection selection = OffsetSelection.parse("0-1,3-5,9-10");

    assertThat(List.of(0L, 3L, 4L, 9L)).allMatch(selection::contains);
    assertThat(List.of(1L, 2L, 5L, 8L, 10L)).noneMatch(selection::contains);
  }

  @Test
  void namesWhatIsNoRange() {
    assertThatThrownBy(() -> OffsetSelection.parse("1-2,x"))
        .hasMessage("'x' in '1-2,x' is no range of offsets; write FROM-TO, separated by commas");
    assertThatThrownBy(() -> OffsetSelection.parse("5-6,1-2"))
        .hasMessageContaining("sort and join");
    assertThatThrownBy(() -> OffsetSelection.of(new TreeSet<>()))
        .hasMessageContaining("no offsets");
  }
}
