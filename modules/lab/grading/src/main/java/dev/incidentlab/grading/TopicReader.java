package dev.incidentlab.grading;

import dev.incidentlab.drill.ObservationException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** Port: topics, as raw records. Safe for many threads. */
interface TopicReader {
  /**
   * A topic as it is now.
   *
   * @param id as Kafka prints topic ids
   * @param startOffsets by partition: the first offset that is still there
   * @param endOffsets by partition: one above the last offset
   */
  record TopicState(String id, Map<Integer, Long> startOffsets, Map<Integer, Long> endOffsets) {
    public TopicState {
      startOffsets = Map.copyOf(startOffsets);
      endOffsets = Map.copyOf(endOffsets);
    }
  }

  /** Is handed records; the value is only valid during the call. */
  interface Visitor {
    void visit(int partition, long offset, ByteBuffer value);
  }

  /** The topic; empty if there is none of that name. */
  Optional<TopicState> state(String topic) throws ObservationException;

  /**
   * Hands over every record from the start of each partition up to, not including, the offset that
   * {@code ends} has for it, in offset order within a partition. One thread calls the visitor.
   */
  void read(String topic, Map<Integer, Long> ends, Visitor visitor) throws ObservationException;

  /** The value of the record at an offset; empty if there is no such record. */
  Optional<byte[]> value(String topic, int partition, long offset) throws ObservationException;
}
