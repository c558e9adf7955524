package dev.incidentlab.acceptance.external;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * A broker that lets nobody in without TLS and a password (SASL_SSL with SCRAM-SHA-512), in a
 * process that ends with this one.
 *
 * @param bootstrap its address
 */
record SecuredBroker(String bootstrap, Process process) implements AutoCloseable {
  static final String MECHANISM = "SCRAM-SHA-512";

  private static final String BROKER = "broker";
  private static final int PATIENCE_SECONDS = 30;

  /**
   * Starts one; clients that come before it is up have to ask again.
   *
   * @param home the built lab
   * @param users passwords by name; their own with the broker's
   */
  static SecuredBroker start(
      Path home, Path folder, TlsIdentity identity, Map<String, String> users)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int port;
    int controller;
    try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = first.getLocalPort();
      controller = second.getLocalPort();
    }
    Map<String, String> passwords = new LinkedHashMap<>(users);
    passwords.put(BROKER, Uuid.randomUuid().toString());
    Path properties = folder.resolve("server.properties");
    Files.writeString(
        properties,
        settings(port, controller, folder.resolve("data"), identity, passwords.get(BROKER))
            .entrySet()
            .stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining("\n", "", "\n")));
    Path log = folder.resolve("kafka.log");
    format(home, properties, log, passwords);
    return new SecuredBroker(
        "127.0.0.1:" + port, java(home, log, "kafka.Kafka", properties.toString()).start());
  }

  private static void format(Path home, Path properties, Path log, Map<String, String> passwords)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("format", "--cluster-id", Uuid.randomUuid().toString()));
    arguments.addAll(List.of("--config", properties.toString()));
    passwords.forEach(
        (user, password) ->
            arguments.addAll(
                List.of(
                    "--add-scram",
                    "%s=[name=%s,password=%s]".formatted(MECHANISM, user, password))));
    Process format =
        java(home, log, "kafka.tools.StorageTool", arguments.toArray(String[]::new)).start();
    if (!format.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || format.exitValue() != 0) {
      format.destroyForcibly();
      throw new IllegalStateException(
          "the broker's storage was not formatted: " + Files.readString(log));
    }
  }

  private static ProcessBuilder java(Path home, Path log, String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(
        List.of("-cp", home.resolve("lib/tether") + "/*:" + home.resolve("lib/kafka") + "/*"));
    command.addAll(List.of("dev.incidentlab.stack.tether.Tether", mainClass));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command)
        .directory(log.getParent().toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
  }

  private static Map<String, String> settings(
      int port, int controller, Path data, TlsIdentity identity, String password) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    settings.put(
        "listeners",
        "SASL_SSL://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controller));
    settings.put("advertised.listeners", "SASL_SSL://127.0.0.1:" + port);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("listener.security.protocol.map", "SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT");
    settings.put("security.inter.broker.protocol", "SASL_SSL");
    settings.put("sasl.enabled.mechanisms", MECHANISM);
    settings.put("sasl.mechanism.inter.broker.protocol", MECHANISM);
    settings.put(
        "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config", loginModule(BROKER, password));
    settings.put("ssl.keystore.location", identity.keyStore().toString());
    settings.put("ssl.keystore.password", identity.password());
    settings.put("ssl.truststore.location", identity.trustStore().toString());
    settings.put("ssl.truststore.password", identity.password());
    settings.put("log.dirs", data.toString());
    settings.put("auto.create.topics.enable", "false");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
    settings.put("log.index.size.max.bytes", Integer.toString(1 << 20));
    return settings;
  }

  /** The value of {@code sasl.jaas.config}, for the broker and for its clients. */
  static String loginModule(String user, String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(user, password);
  }

  @Override
  public void close() {
    // Its input is not closed before it has ended in order.
    process.toHandle().destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
