package dev.incidentlab.server.adapter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics of a lab: making them, and where they begin and end. Safe for many threads. */
public final class KafkaTopics implements AutoCloseable {
  private static final Duration RECREATE_LIMIT = Duration.ofSeconds(30);
  private static final long LOOK_AGAIN_MILLIS = 100;
  private static final int PING_MILLIS = 3_000;

  private final PlatformAccess access;
  private final Admin admin;

  /** Kafka did not answer a question. */
  public static final class KafkaUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KafkaUnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  public KafkaTopics(PlatformAccess access) {
    this.access = access;
    this.admin = admin(access);
  }

  private static Admin admin(PlatformAccess access) {
    try {
      return Admin.create(access.kafkaClient());
    } catch (KafkaException e) {
      String reason = LastCause.of(e);
      if (reason.contains("JAAS")) {
        // The reason quotes what it does not understand, which may be a password: no cause either.
        throw new IllegalArgumentException(
            "sasl.jaas.config for kafka at %s cannot be read; write it as MODULE required username=\"…\" password=\"…\";"
                .formatted(access.bootstrap()));
      }
      throw new IllegalArgumentException(
          "the client settings for kafka at %s cannot be used: %s; correct them"
              .formatted(access.bootstrap(), reason),
          e);
    }
  }

  /** How the cluster is reached, and what names begin with there. */
  public PlatformAccess access() {
    return access;
  }

  /**
   * Asks the cluster for its brokers.
   *
   * @throws KafkaUnavailableException if none answers within a few seconds
   */
  void ping() {
    await(
        "list brokers",
        admin.describeCluster(new DescribeClusterOptions().timeoutMs(PING_MILLIS)).nodes());
  }

  /**
   * A command of Kafka's own tools for this broker.
   *
   * @param options what follows {@code --bootstrap-server}
   */
  public String tool(String name, String options) {
    String config = access.clientConfig().map(file -> " --command-config " + file).orElse("");
    return "%s --bootstrap-server %s%s %s".formatted(name, bootstrap(), config, options);
  }

  /** Address of the broker. */
  public String bootstrap() {
    return access.bootstrap();
  }

  /** What every client of this lab needs to connect. */
  public Properties clientProperties() {
    return access.kafkaClient();
  }

  /**
   * Makes those of the platform's topics that are not there. They keep everything: story dates may
   * lie in the past, and the broker would else delete such records within seconds.
   */
  public void create(List<IngestPipeline> pipelines) {
    List<NewTopic> topics = new ArrayList<>();
    for (IngestPipeline pipeline : pipelines) {
      topics.add(kept(topic(pipeline), pipeline.partitions()));
      topics.add(kept(letters(pipeline), 1));
    }
    topics.add(
        newTopic(access.named(IngestPipeline.FLAG_TOPIC), 1)
            .configs(Map.of("cleanup.policy", "compact")));
    Set<String> present = present();
    topics.removeIf(topic -> present.contains(topic.name()));
    await("create topics", admin.createTopics(topics).all());
  }

  /** All topics of this run, by their names on the cluster. */
  public Set<String> ofThisRun() {
    return present().stream()
        .filter(topic -> access.own(topic).isPresent())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Deletes all topics of this run, and returns their names. */
  public Set<String> deleteAll() {
    Set<String> topics = ofThisRun();
    await("delete topics", admin.deleteTopics(topics).all());
    return topics;
  }

  /**
   * Deletes all consumer groups of this run, which must have no members, and returns their names.
   */
  public Set<String> deleteGroups() {
    Set<String> groups =
        await("list consumer groups", admin.listGroups().all()).stream()
            .map(GroupListing::groupId)
            .filter(group -> access.own(group).isPresent())
            .collect(Collectors.toCollection(TreeSet::new));
    await("delete consumer groups", admin.deleteConsumerGroups(groups).all());
    return groups;
  }

  private Set<String> present() {
    return await("list topics", admin.listTopics().names());
  }

  /** Deletes a pipeline's topic with all that is in it, and makes an empty one of the same name. */
  public void recreate(IngestPipeline pipeline) throws InterruptedException {
    await("delete topic " + pipeline.topic(), admin.deleteTopics(List.of(topic(pipeline))).all());
    NewTopic topic = kept(topic(pipeline), pipeline.partitions());
    long deadline = System.nanoTime() + RECREATE_LIMIT.toNanos();
    while (true) {
      try {
        await("create topic " + pipeline.topic(), admin.createTopics(List.of(topic)).all());
        return;
      } catch (KafkaUnavailableException e) {
        if (!(e.getCause() instanceof TopicExistsException) || System.nanoTime() > deadline) {
          throw e;
        }
        // The broker answers before the old one is gone, and does not tell when it is.
        Thread.sleep(LOOK_AGAIN_MILLIS);
      }
    }
  }

  private static NewTopic kept(String name, int partitions) {
    return newTopic(name, partitions)
        .configs(Map.of("retention.ms", "-1", "message.timestamp.type", "CreateTime"));
  }

  /** As many copies as the cluster's owner has set for topics that do not say. */
  private static NewTopic newTopic(String name, int partitions) {
    return new NewTopic(name, Optional.of(partitions), Optional.empty());
  }

  private String topic(IngestPipeline pipeline) {
    return access.named(pipeline.topic());
  }

  private String letters(IngestPipeline pipeline) {
    return access.named(pipeline.deadLetterTopic());
  }

  /** End offset by partition. */
  public Map<Integer, Long> endOffsets(IngestPipeline pipeline) {
    return offsets(pipeline, OffsetSpec.latest(), ListOffsetsResultInfo::offset);
  }

  /** End offset of the dead-letter topic, which has one partition. */
  public long deadLettersEnd(IngestPipeline pipeline) {
    TopicPartition partition = new TopicPartition(letters(pipeline), 0);
    return await(
            "read the offsets of topic " + partition.topic(),
            admin.listOffsets(Map.of(partition, OffsetSpec.latest())).all())
        .get(partition)
        .offset();
  }

  /** First offset by partition. */
  public Map<Integer, Long> beginningOffsets(IngestPipeline pipeline) {
    return offsets(pipeline, OffsetSpec.earliest(), ListOffsetsResultInfo::offset);
  }

  /**
   * By partition the first offset whose record is not older than {@code at}; the end if there is
   * none.
   */
  public Map<Integer, Long> offsetsAt(IngestPipeline pipeline, Instant at) {
    Map<Integer, Long> found =
        offsets(
            pipeline, OffsetSpec.forTimestamp(at.toEpochMilli()), ListOffsetsResultInfo::offset);
    Map<Integer, Long> ends = endOffsets(pipeline);
    Map<Integer, Long> result = new TreeMap<>();
    found.forEach((p, offset) -> result.put(p, offset < 0 ? ends.get(p) : offset));
    return result;
  }

  /** Highest record timestamp of the topic; epoch if it has no record. */
  public Instant newestTimestamp(IngestPipeline pipeline) {
    return offsets(pipeline, OffsetSpec.maxTimestamp(), ListOffsetsResultInfo::timestamp)
        .values()
        .stream()
        .map(Instant::ofEpochMilli)
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  /** Timestamp of the topic's first record; {@link Instant#MAX} if it has none. */
  public Instant oldestTimestamp(IngestPipeline pipeline) {
    return offsets(pipeline, OffsetSpec.forTimestamp(0), ListOffsetsResultInfo::timestamp)
        .values()
        .stream()
        .filter(timestamp -> timestamp >= 0)
        .map(Instant::ofEpochMilli)
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }

  /** Committed offset by partition of the ingest job's group; empty for partitions without one. */
  public Map<Integer, Long> committed(IngestPipeline pipeline) {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        await(
            "read the offsets of group " + pipeline.jobName(),
            admin
                .listConsumerGroupOffsets(access.named(pipeline.jobName()))
                .partitionsToOffsetAndMetadata());
    Map<Integer, Long> committed = new HashMap<>();
    offsets.forEach(
        (p, offset) -> {
          if (offset != null && p.topic().equals(topic(pipeline))) {
            committed.put(p.partition(), offset.offset());
          }
        });
    return committed;
  }

  /** The topic's id. */
  public Uuid topicId(IngestPipeline pipeline) {
    return await(
            "describe topic " + pipeline.topic(),
            admin.describeTopics(List.of(topic(pipeline))).allTopicNames())
        .get(topic(pipeline))
        .topicId();
  }

  /** The topic's id; empty if there is no such topic. */
  public Optional<Uuid> findTopicId(IngestPipeline pipeline) {
    try {
      return Optional.of(topicId(pipeline));
    } catch (KafkaUnavailableException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Map<Integer, Long> offsets(
      IngestPipeline pipeline, OffsetSpec spec, Function<ListOffsetsResultInfo, Long> figure) {
    Map<TopicPartition, OffsetSpec> request =
        IntStream.range(0, pipeline.partitions())
            .boxed()
            .collect(Collectors.toMap(p -> new TopicPartition(topic(pipeline), p), p -> spec));
    Map<Integer, Long> result = new TreeMap<>();
    await("read the offsets of topic " + pipeline.topic(), admin.listOffsets(request).all())
        .forEach((p, info) -> result.put(p.partition(), figure.apply(info)));
    return result;
  }

  private <T> T await(String what, KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new KafkaUnavailableException(
          "kafka at %s: cannot %s: %s%s"
              .formatted(bootstrap(), what, e.getCause().getMessage(), access.seeLogs("kafka")),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaUnavailableException("interrupted while asking kafka to " + what, e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
