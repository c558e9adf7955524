package dev.incidentlab.ingest;

import dev.incidentlab.ingest.DecodeFunction.Purpose;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ParameterTool;
import org.apache.kafka.common.TopicPartition;

/**
 * Redrive: dead letters are decoded again as the flags say now, brought into the table in one
 * commit, and resolved. Those that still cannot be read stay as they are. It never publishes to the
 * source topic. Arguments are those of {@link JobOptions}, and
 *
 * <ul>
 *   <li>{@code --redrive-id} names it; one that was applied is not applied again,
 *   <li>{@code --letters 0-120,125-126} offsets of the dead-letter topic, which has one partition,
 *   <li>{@code --resolved-by} who the resolutions name,
 *   <li>{@code --rate} letters a second; no limit if omitted.
 * </ul>
 */
public final class RedriveJob {
  private RedriveJob() {}

  public static void main(String[] args) throws Exception {
    Map<String, String> arguments = ParameterTool.fromArgs(args).toMap();
    JobOptions options = JobOptions.of(arguments);
    String redriveId = JobOptions.required(arguments, "redrive-id");
    String resolvedBy = JobOptions.required(arguments, "resolved-by");
    OffsetSelection letters = OffsetSelection.parse(JobOptions.required(arguments, "letters"));
    Pacing pacing = new Pacing(Double.parseDouble(arguments.getOrDefault("rate", "Infinity")));
    Pipeline pipeline = Pipeline.of(options);

    Configuration configuration = new Configuration();
    // No checkpoints: the one commit comes at the end of the input, and all or nothing is in it.
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    // The letters lie in one partition, and the pace is that of the whole job.
    env.setParallelism(1);
    env.getConfig().enableObjectReuse();
    env.fromSource(
            source(pipeline, letters), WatermarkStrategy.noWatermarks(), options.deadLetterTopic())
        .uid("letters")
        .map(pacing)
        .returns(Types.GENERIC(RawRecord.class))
        .uid("pacing")
        .name("pacing")
        .process(DecodeFunction.of(options, pipeline.topicId(), Purpose.REDRIVE))
        .returns(Types.GENERIC(SourceRow.class))
        .uid("decode")
        .name("decode")
        .sinkTo(new RedriveSink(options, pipeline.topicId(), redriveId, resolvedBy))
        .uid("delta")
        .name(options.tableName());
    env.execute(options.clusterName(redriveId));
  }

  private static KafkaSource<RawRecord> source(Pipeline pipeline, OffsetSelection letters) {
    TopicPartition partition = new TopicPartition(pipeline.options().deadLetterTopic(), 0);
    return pipeline
        .source()
        .setDeserializer(new LetterSchema(letters, pipeline.topicId()))
        .setPartitions(Set.of(partition))
        .setStartingOffsets(OffsetsInitializer.offsets(Map.of(partition, letters.first())))
        .setBounded(OffsetsInitializer.offsets(Map.of(partition, letters.end())))
        .build();
  }
}
