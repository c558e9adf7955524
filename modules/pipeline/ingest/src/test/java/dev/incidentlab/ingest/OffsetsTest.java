package dev.incidentlab.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.delta.OffsetRange;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OffsetsTest {
  @Test
  void readsWhatItWrote() {
    Map<Integer, Long> offsets = Map.of(0, 120L, 3, 0L);
    Map<Integer, OffsetRange> ranges = Map.of(1, new OffsetRange(5, 9), 2, new OffsetRange(0, 1));

    assertThat(Offsets.parse(Offsets.format(offsets))).isEqualTo(offsets);
    assertThat(Offsets.parseRanges(Offsets.formatRanges(ranges))).isEqualTo(ranges);
  }

  @Test
  void namesThePartThatIsNoOffset() {
    assertThatThrownBy(() -> Offsets.parse("0=12,1"))
        .hasMessage(
            "'1' in '0=12,1' is no offset; write PARTITION=OFFSET or PARTITION=FROM-TO, separated by commas");
  }
}
