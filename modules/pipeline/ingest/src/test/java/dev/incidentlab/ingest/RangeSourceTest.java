package dev.incidentlab.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.delta.OffsetRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RangeSourceTest {
  private static final int PARTITIONS = 5;

  @Test
  void cutsAPartitionThatIsLongerThanTheOthers() {
    Map<Integer, OffsetRange> ranges =
        Map.of(0, new OffsetRange(10, 110), 1, new OffsetRange(0, 20), 2, new OffsetRange(7, 7));

    assertThat(RangeSource.shares(ranges, 2))
        .containsExactly(
            Map.of(0, new OffsetRange(10, 70)),
            Map.of(0, new OffsetRange(70, 110), 1, new OffsetRange(0, 20)));
  }

  @Test
  void leavesReadersWithoutAShareIfThereAreFewerRecords() {
    assertThat(RangeSource.shares(Map.of(3, new OffsetRange(5, 6)), 2))
        .containsExactlyInAnyOrder(Map.of(), Map.of(3, new OffsetRange(5, 6)));
  }

  @Property
  void everyOffsetIsInOneShareAndSharesAreEqual(
      @ForAll @Size(PARTITIONS) List<@IntRange(max = 1000) Integer> lengths,
      @ForAll @IntRange(max = 100) int first,
      @ForAll @IntRange(min = 1, max = 9) int number) {
    Map<Integer, OffsetRange> ranges = new TreeMap<>();
    for (int p = 0; p < PARTITIONS; p++) {
      ranges.put(p, new OffsetRange(first, first + lengths.get(p)));
    }

    List<Map<Integer, OffsetRange>> shares = RangeSource.shares(ranges, number);

    List<Long> sizes = new ArrayList<>();
    Map<Integer, Long> reached = new TreeMap<>();
    for (Map<Integer, OffsetRange> share : shares) {
      sizes.add(share.values().stream().mapToLong(r -> r.to() - r.from()).sum());
      share.forEach(
          (partition, piece) -> {
            assertThat(piece.from()).isEqualTo(reached.getOrDefault(partition, (long) first));
            assertThat(piece.to()).isGreaterThan(piece.from());
            reached.put(partition, piece.to());
          });
    }
    assertThat(sizes).hasSize(number);
    assertThat(sizes.stream().max(Long::compare).orElseThrow())
        .isLessThanOrEqualTo(sizes.stream().min(Long::compare).orElseThrow() + 1);
    ranges.forEach(
        (partition, range) ->
            assertThat(reached.getOrDefault(partition, range.from())).isEqualTo(range.to()));
  }
}
