package dev.incidentlab.server.run;

import dev.incidentlab.schema.SchemaRegistry;
import dev.incidentlab.server.adapter.FlinkRest;
import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import dev.incidentlab.server.adapter.KafkaTopics;
import dev.incidentlab.server.adapter.PlatformAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a run has made on a platform of somebody else's: jobs, topics, consumer groups and subjects
 * whose names begin with the run's, the jobs' jar, and the run's folder of tables. Nothing else is
 * touched.
 */
public final class Leftovers implements AutoCloseable {
  private final PlatformAccess access;
  private final Path folder;
  private final KafkaTopics topics;
  private final SchemaRegistry registry;
  private final FlinkRest flink;

  /**
   * @param run the run's folder
   */
  public Leftovers(ExternalPlatform platform, Path run) {
    this.access = platform.access(run);
    this.folder = platform.folder(run);
    this.topics = new KafkaTopics(access);
    this.registry = access.registry();
    this.flink = new FlinkRest(access);
  }

  /**
   * Removes all of it; what is gone already is no error.
   *
   * @param told of each thing as it is gone, in a line
   */
  public void remove(Consumer<String> told) throws IOException, InterruptedException {
    // Jobs first: they would make anew, or miss, what goes after them.
    for (FlinkJob job : flink.endAll()) {
      told.accept("job " + access.named(job.name()));
    }
    flink.deleteJars().forEach(jar -> told.accept("jar " + jar));
    topics.deleteGroups().forEach(group -> told.accept("consumer group " + group));
    topics.deleteAll().forEach(topic -> told.accept("topic " + topic));
    for (String subject : registry.subjects()) {
      registry.delete(subject);
      told.accept("subject " + access.named(subject));
    }
    if (Files.exists(folder)) {
      deleteFolder();
      told.accept("folder " + folder);
    }
  }

  private void deleteFolder() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Override
  public void close() {
    topics.close();
  }
}
