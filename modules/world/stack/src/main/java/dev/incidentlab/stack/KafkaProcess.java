package dev.incidentlab.stack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A KRaft broker and controller in one process. */
final class KafkaProcess {

  private static final String ANY_TIME = Long.toString(Long.MAX_VALUE);

  /**
   * Who starts again is refused by the controller, which is of the same process and as new, until
   * what it reads to be the earlier broker's session is over: 9 s by default.
   */
  private static final Map<String, String> SHORT_SESSION =
      Map.of("broker.session.timeout.ms", "2000", "broker.heartbeat.interval.ms", "400");

  private KafkaProcess() {}

  static ChildSpec render(Path home, RunLayout run, PortPlan ports) throws IOException {
    int port = ports.of(Component.KAFKA);
    Path conf = run.conf(Component.KAFKA);
    Path data = run.data(Component.KAFKA);
    Path properties = conf.resolve("server.properties");
    Map<String, String> settings = settings(port, ports.kafkaController(), data);
    if (Files.exists(data.resolve("meta.properties"))) {
      settings.putAll(SHORT_SESSION);
    }
    Files.writeString(properties, render(settings));
    return new ChildSpec(
        "dev.incidentlab.stack.tether.FormattedKafka",
        ClassPath.of(home.resolve("lib/kafka")),
        List.of(
            "-Xms64m",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            Logging.render(conf)),
        List.of(properties.toString(), data.toString(), clusterId()),
        Map.of(),
        HealthCheck.kafka("127.0.0.1", port),
        "127.0.0.1:" + port);
  }

  static Map<String, String> settings(int port, int controllerPort, Path data) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    settings.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("log.dirs", data.toString());
    settings.put("auto.create.topics.enable", "false");
    // Story dates lie in the past and in the future.
    settings.put("log.message.timestamp.before.max.ms", ANY_TIME);
    settings.put("log.message.timestamp.after.max.ms", ANY_TIME);
    // One broker: no copies, and few partitions of its own to open at every start.
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    // The defaults (128 MiB of heap for the cleaner, 10 MiB mapped per index) suit a server.
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
    settings.put("log.index.size.max.bytes", Integer.toString(1 << 20));
    settings.put("log.segment.bytes", Integer.toString(128 << 20));
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("controlled.shutdown.enable", "false");
    return settings;
  }

  /** As java.util.Properties reads it: a backslash starts an escape. */
  static String render(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\"))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** Sixteen random bytes in URL-safe base 64, the form that the storage tool asks for. */
  private static String clusterId() {
    UUID uuid = UUID.randomUUID();
    ByteBuffer bytes = ByteBuffer.allocate(16);
    // A leading dash would read as an option: keep the first bit, and so the first character, low.
    bytes.putLong(uuid.getMostSignificantBits() & Long.MAX_VALUE);
    bytes.putLong(uuid.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }
}
