package dev.incidentlab.bench.replay;

import dev.incidentlab.delta.OffsetRange;
import dev.incidentlab.delta.SourcePartition;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the topic holds, from offset 0 on.
 *
 * @param topicId as Kafka prints it
 * @param ends by partition, the offset behind its last record
 */
public record Published(String topicId, Map<Integer, Long> ends) {
  public Published {
    ends = new TreeMap<>(ends);
  }

  /** All records of all partitions. */
  public long records() {
    return ends.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Of each partition all offsets. */
  Map<Integer, OffsetRange> ranges() {
    Map<Integer, OffsetRange> ranges = new TreeMap<>();
    ends.forEach((partition, end) -> ranges.put(partition, new OffsetRange(0, end)));
    return ranges;
  }

  SourcePartition source(int partition) {
    return new SourcePartition(topicId, partition);
  }
}
