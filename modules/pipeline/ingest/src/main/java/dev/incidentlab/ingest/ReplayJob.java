package dev.incidentlab.ingest;

import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.OffsetRange;
import dev.incidentlab.delta.Replaced;
import dev.incidentlab.delta.SourcePartition;
import dev.incidentlab.delta.UpsertRequest;
import dev.incidentlab.ingest.DecodeFunction.Purpose;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.ParameterTool;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Replay: a range of offsets per partition is read again, decoded as the flags say now, and brought
 * into the table in one commit. Arguments are those of {@link JobOptions}, and
 *
 * <ul>
 *   <li>{@code --replay-id} names it; a replay that was applied is not applied again,
 *   <li>{@code --offsets 0=120-240,1=98-99},
 *   <li>{@code --mode} a name of {@link UpsertRequest.Mode},
 *   <li>{@code --replaced-since} for mode REPLACE, the instant of {@link Replaced#since}; left out
 *       if no record is before the offsets.
 * </ul>
 *
 * <p>It may not go beyond the position that continuous ingest has committed: past it, both would
 * write the same rows.
 */
public final class ReplayJob {
  /** The broker's default of 500 ms would stall a bounded read once one partition is exhausted. */
  private static final String FETCH_MAX_WAIT_MS = "5";

  private ReplayJob() {}

  public static void main(String[] args) throws Exception {
    Map<String, String> arguments = ParameterTool.fromArgs(args).toMap();
    JobOptions options = JobOptions.of(arguments);
    String replayId = JobOptions.required(arguments, "replay-id");
    Map<Integer, OffsetRange> ranges =
        Offsets.parseRanges(JobOptions.required(arguments, "offsets"));
    UpsertRequest.Mode mode = UpsertRequest.Mode.valueOf(JobOptions.required(arguments, "mode"));
    Pipeline pipeline = Pipeline.of(options);
    DeltaTable table = options.table();
    refuseBeyondIngest(table, pipeline.topicId(), ranges);

    Configuration configuration = new Configuration();
    // No checkpoints: the one commit comes at the end of the input, and all or nothing is in it.
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(options.parallelism());
    env.getConfig().enableObjectReuse();
    if (table.isApplied(replayId)) {
      // The cluster wants a job of whoever submits one.
      env.fromData(replayId).sinkTo(new DiscardingSink<>()).name("applied before");
      env.execute(options.clusterName(replayId));
      return;
    }
    pipeline
        .decode(
            env,
            source(pipeline, ranges),
            mode == UpsertRequest.Mode.REPLACE ? Purpose.REPLACE : Purpose.INGEST)
        .sinkTo(
            new ReplaySink(
                options,
                pipeline.topicId(),
                replayId,
                mode,
                Replaced.by(
                    mode,
                    ranges,
                    Optional.ofNullable(arguments.get("replaced-since")).map(Instant::parse))))
        .uid("delta")
        .name(options.tableName());
    env.execute(options.clusterName(replayId));
  }

  private static RangeSource source(Pipeline pipeline, Map<Integer, OffsetRange> ranges) {
    String topic = pipeline.options().topic();
    Set<TopicPartition> partitions =
        ranges.keySet().stream().map(p -> new TopicPartition(topic, p)).collect(Collectors.toSet());
    KafkaSource<RawRecord> kafka =
        pipeline
            .source()
            .setPartitions(partitions)
            // Of a range that the broker no longer has, what is left must not pass for all of it.
            .setStartingOffsets(OffsetsInitializer.offsets(Map.of(), OffsetResetStrategy.NONE))
            .setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MS)
            .build();
    return new RangeSource(kafka, topic, ranges);
  }

  private static void refuseBeyondIngest(
      DeltaTable table, String topicId, Map<Integer, OffsetRange> ranges) {
    ranges.forEach(
        (partition, range) -> {
          long position = table.position(new SourcePartition(topicId, partition)).orElse(0);
          if (range.to() > position) {
            throw new IllegalArgumentException(
                "replay of partition %d ends at offset %d, beyond ingest's committed position %d;"
                        .formatted(partition, range.to(), position)
                    + " end it there: ingest brings what follows");
          }
        });
  }
}
