package dev.incidentlab.ingest;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * What the jobs share: source, decoding, dead letters.
 *
 * @param topicId the source topic's id at the time the job was made, as Kafka prints it
 */
record Pipeline(JobOptions options, String topicId) {
  private static final String FETCH_MAX_WAIT_MILLIS = "100";

  static Pipeline of(JobOptions options) throws InterruptedException {
    try (Admin admin = Admin.create(options.kafkaClient())) {
      String topicId =
          admin
              .describeTopics(List.of(options.topic()))
              .allTopicNames()
              .get()
              .get(options.topic())
              .topicId()
              .toString();
      return new Pipeline(options, topicId);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "cannot describe topic %s at %s: %s"
              .formatted(options.topic(), options.bootstrap(), e.getCause().getMessage()),
          e);
    }
  }

  /** A source that is still to be told what to read, from where. */
  KafkaSourceBuilder<RawRecord> source() {
    return KafkaSource.<RawRecord>builder()
        .setBootstrapServers(options.bootstrap())
        .setProperties(options.kafkaClient())
        // Closing waits for the fetch under way, and each restart of the job closes.
        .setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MILLIS)
        .setDeserializer(new RawRecordSchema());
  }

  DataStream<SourceRow> decode(
      StreamExecutionEnvironment env,
      Source<RawRecord, ?, ?> source,
      DecodeFunction.Purpose purpose) {
    SingleOutputStreamOperator<SourceRow> rows =
        env.fromSource(source, WatermarkStrategy.noWatermarks(), options.topic())
            .uid("source")
            .process(DecodeFunction.of(options, topicId, purpose))
            .returns(Types.GENERIC(SourceRow.class))
            .uid("decode")
            .name("decode");
    rows.getSideOutput(DecodeFunction.DEAD_LETTERS)
        .sinkTo(deadLetters())
        .uid("dead-letters")
        .name(options.deadLetterTopic());
    return rows;
  }

  private KafkaSink<DeadLetter> deadLetters() {
    String topic = options.deadLetterTopic();
    return KafkaSink.<DeadLetter>builder()
        .setBootstrapServers(options.bootstrap())
        .setKafkaProducerConfig(options.kafkaClient())
        // At least once is enough: a letter's key is its source position, and readers collapse by
        // it.
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer((letter, context, timestamp) -> letter.toRecord(topic))
        .build();
  }
}
