package dev.incidentlab.acceptance.external;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.delta.failpoint.Failpoint;
import dev.incidentlab.delta.failpoint.Failpoints;
import dev.incidentlab.server.adapter.FlinkRest;
import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import dev.incidentlab.server.adapter.PlatformAccess;
import dev.incidentlab.stack.Component;
import dev.incidentlab.stack.EmbeddedStack;
import dev.incidentlab.stack.ProcessSpec;
import dev.incidentlab.stack.StackConfig;
import dev.incidentlab.stack.StackEvents;
import dev.incidentlab.stack.StackStartException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.awaitility.Awaitility;

/**
 * Kafka, registry and Flink as a company may have them: Kafka by SASL_SSL with SCRAM-SHA-512, the
 * registry by HTTPS and a user's password, Flink's REST API by HTTPS and a token. TLS is by one
 * certificate that no system trusts.
 */
public final class SecuredPlatform implements AutoCloseable {
  /** Who may use Kafka and the registry. */
  public static final String USER = "lab";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_MILLIS = 60_000;

  private final EmbeddedStack stack;
  private final SecuredBroker broker;
  private final AuthorizingProxy registry;
  private final AuthorizingProxy flink;
  private final Failpoints failpoints;
  private final Path tables;
  private final Map<String, String> settings;
  private final Path clientConfig;
  private final Map<String, String> secrets;

  private SecuredPlatform(
      EmbeddedStack stack,
      SecuredBroker broker,
      AuthorizingProxy registry,
      AuthorizingProxy flink,
      Failpoints failpoints,
      Path folder,
      TlsIdentity identity,
      Map<String, String> secrets)
      throws IOException {
    this.stack = stack;
    this.broker = broker;
    this.registry = registry;
    this.flink = flink;
    this.failpoints = failpoints;
    this.secrets = secrets;
    this.tables = folder.resolve("shared");
    this.settings = settings(identity, secrets);
    this.clientConfig = write("client.properties", Map.of());
  }

  /** Starts everything; returns when each part answers. */
  public static SecuredPlatform start(Path home, Path folder)
      throws IOException, GeneralSecurityException, StackStartException, InterruptedException {
    Map<String, String> secrets = new LinkedHashMap<>();
    for (String name : List.of("kafka", "registry", "flink", "store")) {
      secrets.put(name, "s3cret" + UUID.randomUUID().toString().replace("-", ""));
    }
    Files.createDirectories(folder);
    TlsIdentity identity = TlsIdentity.make(folder, secrets.get("store"));
    SecuredBroker broker =
        SecuredBroker.start(
            home, folder.resolve("broker"), identity, Map.of(USER, secrets.get("kafka")));
    EmbeddedStack stack = null;
    try {
      Failpoints failpoints = Failpoints.in(folder.resolve("failpoints"));
      stack = stack(home, folder.resolve("stack"), failpoints);
      SecuredPlatform platform =
          new SecuredPlatform(
              stack,
              broker,
              AuthorizingProxy.start(
                  stack.endpoints().registryUrl(),
                  identity,
                  "Basic " + base64(USER + ":" + secrets.get("registry"))),
              AuthorizingProxy.start(
                  stack.endpoints().flinkUrl(), identity, "Bearer " + secrets.get("flink")),
              failpoints,
              folder,
              identity,
              secrets);
      platform.awaitBroker();
      return platform;
    } catch (IOException | GeneralSecurityException | StackStartException | RuntimeException e) {
      if (stack != null) {
        stack.close();
      }
      broker.close();
      throw e;
    }
  }

  /** Of the embedded stack registry and Flink are used; what else it has stands idle. */
  private static EmbeddedStack stack(Path home, Path folder, Failpoints failpoints)
      throws StackStartException {
    try {
      Path classes =
          Path.of(IdleProducer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return EmbeddedStack.start(
          StackConfig.of(home, folder)
              .withTaskManagerVariable(Failpoint.VARIABLE, failpoints.variable()),
          endpoints -> ProcessSpec.of(IdleProducer.class.getName(), classes, List.of()),
          new StackEvents() {});
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the location of a class is a URI", e);
    }
  }

  private void awaitBroker() throws InterruptedException {
    try (Admin admin = Admin.create(access("").kafkaClient())) {
      admin.describeCluster(new DescribeClusterOptions().timeoutMs(PATIENCE_MILLIS)).nodes().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the secured broker did not come up", e.getCause());
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> settings(TlsIdentity identity, Map<String, String> secrets) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("security.protocol", "SASL_SSL");
    settings.put("sasl.mechanism", SecuredBroker.MECHANISM);
    settings.put("sasl.jaas.config", SecuredBroker.loginModule(USER, secrets.get("kafka")));
    settings.put("basic.auth.user.info", USER + ":" + secrets.get("registry"));
    settings.put("flink.bearer.auth.token", secrets.get("flink"));
    for (String prefix : List.of("", "schema.registry.", "flink.")) {
      settings.put(prefix + "ssl.truststore.location", identity.trustStore().toString());
      settings.put(prefix + "ssl.truststore.password", identity.password());
    }
    return settings;
  }

  /**
   * A file of client settings beside the right one.
   *
   * @param others settings that it has instead; an empty value for one that it lacks
   */
  public Path write(String name, Map<String, String> others) throws IOException {
    Properties properties = new Properties();
    properties.putAll(settings);
    others.forEach(
        (setting, value) -> {
          if (value.isEmpty()) {
            properties.remove(setting);
          } else {
            properties.setProperty(setting, value);
          }
        });
    Path file = tables.resolveSibling(name);
    try (var writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      properties.store(writer, null);
    }
    return file;
  }

  /**
   * The options by which a lab is told of it.
   *
   * @param others values of options that are given instead
   */
  public List<String> options(Map<String, String> others) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("--kafka", broker.bootstrap());
    options.put("--registry", registryUrl().toString());
    options.put("--flink", flink.url().toString());
    options.put("--tables", tables.toString());
    options.put("--client-config", clientConfig.toString());
    options.putAll(others);
    return options.entrySet().stream()
        .flatMap(option -> Stream.of(option.getKey(), option.getValue()))
        .toList();
  }

  /** Base address of the registry's Confluent API. */
  public URI registryUrl() {
    return registry.url().resolve(stack.endpoints().registryUrl().getPath());
  }

  /** How clients reach it whose names begin with a prefix. */
  public PlatformAccess access(String prefix) {
    return new PlatformAccess(
        broker.bootstrap(), registryUrl(), flink.url(), Optional.of(clientConfig), prefix);
  }

  /** What a GET tells of Flink to somebody who is past its lock. */
  public String flinkTells(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(stack.endpoints().flinkUrl().resolve(path)).build(),
            BodyHandlers.ofString())
        .body();
  }

  /** All that is there, a line each: topics, groups, subjects, jars, jobs that run, and folders. */
  public SortedSet<String> inventory() throws IOException, InterruptedException {
    SortedSet<String> things = new TreeSet<>();
    try (Admin admin = Admin.create(access("").kafkaClient())) {
      Set<String> topics = admin.listTopics().names().get();
      admin
          .describeTopics(topics)
          .allTopicNames()
          .get()
          .forEach((name, topic) -> things.add("topic %s %s".formatted(name, topic.topicId())));
      admin.listGroups().all().get().forEach(group -> things.add("group " + group.groupId()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not say what it has", e.getCause());
    }
    access("").registry().subjects().forEach(subject -> things.add("subject " + subject));
    for (JsonNode jar : JSON.readTree(flinkTells("/jars")).path("files")) {
      things.add("jar " + jar.path("name").asText());
    }
    for (FlinkJob job : new FlinkRest(access("")).jobs()) {
      if (!job.ended()) {
        things.add("job %s %s".formatted(job.name(), job.id()));
      }
    }
    try (Stream<Path> folders = Files.list(tables)) {
      folders.forEach(folder -> things.add("folder " + folder.getFileName()));
    }
    return things;
  }

  /** The folder that is shared with Flink. */
  public Path tables() {
    return tables;
  }

  /** The properties file that opens everything. */
  public Path clientConfig() {
    return clientConfig;
  }

  /** Passwords and tokens, by what they are for. */
  public Map<String, String> secrets() {
    return secrets;
  }

  /** Where jobs can be held. */
  public Failpoints failpoints() {
    return failpoints;
  }

  /** Kills Flink's only task manager; returns when the job manager has noticed. */
  public void killTaskManager() {
    stack.kill(Component.FLINK_TASKMANAGER);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> JSON.readTree(flinkTells("/overview")).path("taskmanagers").asInt() == 0);
  }

  /** Requests to registry and Flink that were answered with 401. */
  public long refused() {
    return registry.refused() + flink.refused();
  }

  /** Bytes of the largest body that was sent to Flink. */
  public long largestUpload() {
    return flink.largestUpload();
  }

  @Override
  public void close() {
    failpoints.clear();
    flink.close();
    registry.close();
    stack.close();
    broker.close();
  }
}
