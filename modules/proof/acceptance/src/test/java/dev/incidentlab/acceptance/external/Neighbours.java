package dev.incidentlab.acceptance.external;

import dev.incidentlab.ingest.flags.FlagTopic;
import dev.incidentlab.ingest.flags.IngestFlags;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.server.adapter.FlinkRest;
import dev.incidentlab.server.adapter.IngestJobs;
import dev.incidentlab.server.adapter.IngestJobs.StartFrom;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.KafkaTopics;
import dev.incidentlab.server.adapter.PlatformAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** Others on the same platform: topics, a consumer group, a subject, and a job that runs. */
public final class Neighbours {
  private static final IngestPipeline PIPELINE = IngestPipeline.AD_EVENTS;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Neighbours() {}

  /**
   * Moves them in; returns when their job runs.
   *
   * @param prefix of all their names
   */
  public static void moveIn(Path home, SecuredPlatform platform, String prefix)
      throws InterruptedException {
    PlatformAccess access = platform.access(prefix);
    try (KafkaTopics topics = new KafkaTopics(access)) {
      makeTopicsAndSubject(topics);
      try (FlagTopic flags =
          new FlagTopic(access.named(IngestPipeline.FLAG_TOPIC), topics.clientProperties())) {
        flags.put(IngestFlags.defaults());
      }
      FlinkRest flink = new FlinkRest(access);
      Path tables = platform.tables().resolve(prefix + "tables");
      IngestJobs jobs =
          new IngestJobs(
              flink,
              home.resolve("jobs/ingest.jar"),
              access,
              tables,
              Optional.of(tables.resolveSibling(prefix + "checkpoints")));
      String id = jobs.start(PIPELINE, StartFrom.EARLIEST, Map.of());
      Awaitility.await().atMost(LIMIT).until(() -> flink.state(id).equals(Optional.of("RUNNING")));
    }
  }

  /** Those who have topics, a group and a subject, and run nothing. */
  public static void moveInQuietly(SecuredPlatform platform, String prefix)
      throws InterruptedException {
    try (KafkaTopics topics = new KafkaTopics(platform.access(prefix))) {
      makeTopicsAndSubject(topics);
    }
  }

  private static void makeTopicsAndSubject(KafkaTopics topics) throws InterruptedException {
    PlatformAccess access = topics.access();
    topics.create(List.of(PIPELINE));
    access.registry().register(PIPELINE.subject(), Contracts.load(PIPELINE.contract(), 1));
    try (Admin admin = Admin.create(topics.clientProperties())) {
      admin
          .alterConsumerGroupOffsets(
              access.named("reporting"),
              Map.of(
                  new TopicPartition(access.named(PIPELINE.topic()), 0), new OffsetAndMetadata(0)))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the group was not made", e.getCause());
    }
  }
}
