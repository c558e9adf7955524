package dev.incidentlab.ingest;

import dev.incidentlab.ingest.DecodeFunction.Purpose;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ParameterTool;
import org.apache.kafka.common.TopicPartition;

/**
 * Continuous ingest: topic → Delta table, one Delta commit a checkpoint. Arguments are those of
 * {@link JobOptions}, and
 *
 * <ul>
 *   <li>{@code --job-name} its name in Flink and the consumer group under which its progress shows,
 *   <li>{@code --start} {@code earliest}, {@code latest} or {@code offsets:0=120,1=98}; a
 *       checkpoint that the job is restored from comes before it,
 *   <li>{@code --checkpoint-interval-ms},
 *   <li>{@code --checkpoint-directory} where checkpoints go, as a URI; the cluster's own if
 *       omitted.
 * </ul>
 *
 * <p>Three failures in a row end the job: without a bound Flink would restart it for ever and it
 * would never be seen to have failed.
 */
public final class IngestJob {
  private static final int RESTARTS = 3;
  private static final Duration RESTART_DELAY = Duration.ofMillis(100);
  private static final String OFFSETS_PREFIX = "offsets:";

  private IngestJob() {}

  public static void main(String[] args) throws Exception {
    Map<String, String> arguments = ParameterTool.fromArgs(args).toMap();
    JobOptions options = JobOptions.of(arguments);
    String jobName = JobOptions.required(arguments, "job-name");

    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            configuration(Optional.ofNullable(arguments.get("checkpoint-directory"))));
    env.setParallelism(options.parallelism());
    env.enableCheckpointing(
        Long.parseLong(JobOptions.required(arguments, "checkpoint-interval-ms")));
    env.getConfig().enableObjectReuse();

    Pipeline pipeline = Pipeline.of(options);
    pipeline
        .decode(
            env,
            pipeline
                .source()
                .setTopics(options.topic())
                .setGroupId(options.clusterName(jobName))
                .setStartingOffsets(start(options.topic(), JobOptions.required(arguments, "start")))
                .build(),
            Purpose.INGEST)
        .sinkTo(new DeltaSink(options, pipeline.topicId(), jobName))
        .uid("delta")
        .name(options.tableName());
    env.execute(options.clusterName(jobName));
  }

  private static Configuration configuration(Optional<String> checkpoints) {
    Configuration c = new Configuration();
    checkpoints.ifPresent(
        directory -> c.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory));
    c.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    c.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS);
    c.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, RESTART_DELAY);
    c.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    // While a record waits for the registry no checkpoint passes it, however long that takes.
    c.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    return c;
  }

  private static OffsetsInitializer start(String topic, String start) {
    if (start.startsWith(OFFSETS_PREFIX)) {
      Map<TopicPartition, Long> offsets =
          Offsets.parse(start.substring(OFFSETS_PREFIX.length())).entrySet().stream()
              .collect(
                  Collectors.toMap(
                      e -> new TopicPartition(topic, e.getKey()), Map.Entry::getValue));
      return OffsetsInitializer.offsets(offsets);
    }
    return switch (start) {
      case "earliest" -> OffsetsInitializer.earliest();
      case "latest" -> OffsetsInitializer.latest();
      default ->
          throw new IllegalArgumentException(
              "--start is '%s'; use earliest, latest or %sPARTITION=OFFSET,…"
                  .formatted(start, OFFSETS_PREFIX));
    };
  }
}
