package dev.incidentlab.ingest;

import dev.incidentlab.delta.OffsetRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.kafka.common.TopicPartition;

/**
 * Ranges of offsets, dealt so that each reader has as many as any other. Kafka's own source deals
 * whole partitions, and with partitions of unequal length some readers idle while one still reads.
 * Reading itself is left to Kafka's. For jobs without checkpoints and restarts: what was dealt is
 * not remembered.
 */
final class RangeSource
    implements Source<RawRecord, KafkaPartitionSplit, KafkaSourceEnumState>,
        ResultTypeQueryable<RawRecord> {
  private static final long serialVersionUID = 1L;

  private final KafkaSource<RawRecord> kafka;
  private final String topic;
  private final TreeMap<Integer, OffsetRange> ranges;

  /**
   * @param kafka reads what it is told to
   * @param ranges by partition
   */
  RangeSource(KafkaSource<RawRecord> kafka, String topic, Map<Integer, OffsetRange> ranges) {
    this.kafka = kafka;
    this.topic = topic;
    this.ranges = new TreeMap<>(ranges);
  }

  /**
   * Cuts ranges into shares.
   *
   * @param number of shares
   * @return by share its ranges by partition, none of them empty; sizes differ by one at most
   */
  static List<Map<Integer, OffsetRange>> shares(Map<Integer, OffsetRange> ranges, int number) {
    long total = ranges.values().stream().mapToLong(r -> r.to() - r.from()).sum();
    List<Map<Integer, OffsetRange>> shares = new ArrayList<>();
    for (int share = 0; share < number; share++) {
      long from = total * share / number;
      long to = total * (share + 1) / number;
      Map<Integer, OffsetRange> pieces = new TreeMap<>();
      long before = 0;
      for (Map.Entry<Integer, OffsetRange> range : new TreeMap<>(ranges).entrySet()) {
        long first = range.getValue().from();
        long length = range.getValue().to() - first;
        long begin = Math.max(from - before, 0);
        long end = Math.min(to - before, length);
        if (begin < end) {
          pieces.put(range.getKey(), new OffsetRange(first + begin, first + end));
        }
        before += length;
      }
      shares.add(pieces);
    }
    return shares;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<RawRecord, KafkaPartitionSplit> createReader(SourceReaderContext context)
      throws Exception {
    return kafka.createReader(context);
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context) {
    return new Dealer(context, topic, shares(ranges, context.currentParallelism()));
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState state) {
    throw noCheckpoints();
  }

  @Override
  public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
    return kafka.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
    return kafka.getEnumeratorCheckpointSerializer();
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return kafka.getProducedType();
  }

  private static UnsupportedOperationException noCheckpoints() {
    return new UnsupportedOperationException(
        "a source of ranges takes no checkpoints; run its job without them");
  }

  /** Hands each reader its share when it comes. */
  private record Dealer(
      SplitEnumeratorContext<KafkaPartitionSplit> context,
      String topic,
      List<Map<Integer, OffsetRange>> shares)
      implements SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> {

    @Override
    public void start() {
      // Readers register by themselves.
    }

    @Override
    public void addReader(int subtask) {
      List<KafkaPartitionSplit> splits = new ArrayList<>();
      shares
          .get(subtask)
          .forEach(
              (partition, range) ->
                  splits.add(
                      new KafkaPartitionSplit(
                          new TopicPartition(topic, partition), range.from(), range.to())));
      if (!splits.isEmpty()) {
        context.assignSplits(new SplitsAssignment<>(Map.of(subtask, splits)));
      }
      context.signalNoMoreSplits(subtask);
    }

    @Override
    public void handleSplitRequest(int subtask, String host) {
      // Kafka's readers do not ask.
    }

    @Override
    public void addSplitsBack(List<KafkaPartitionSplit> splits, int subtask) {
      // Only of a reader that failed, and with it the job.
    }

    @Override
    public KafkaSourceEnumState snapshotState(long checkpointId) {
      throw noCheckpoints();
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
