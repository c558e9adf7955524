package dev.incidentlab.server.run;

import dev.incidentlab.schema.ClientConfig;
import dev.incidentlab.server.adapter.PlatformAccess;
import dev.incidentlab.stack.Endpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A platform that somebody else runs.
 *
 * @param kafka {@code host:port,…}, as Flink's hosts reach it, too
 * @param registry base address of the Confluent API, likewise
 * @param flink root of the session cluster's REST API
 * @param tables a folder that this machine and Flink's hosts share under the same path
 * @param clientConfig a file of {@link ClientConfig} that they share likewise
 * @param engine the container engine that runs it; empty if faults of its components are nobody's
 *     here to bring about
 */
public record ExternalPlatform(
    String kafka,
    URI registry,
    URI flink,
    Path tables,
    Optional<Path> clientConfig,
    Optional<Engine> engine) {
  public static final String KAFKA = "--kafka";
  public static final String REGISTRY = "--registry";
  public static final String FLINK = "--flink";
  public static final String TABLES = "--tables";
  public static final String CLIENT_CONFIG = "--client-config";
  public static final String ENGINE = "--engine";
  public static final String ENGINE_PROJECT = "--engine-project";

  /** The arguments that name it. */
  public static final List<String> NAMES =
      List.of(KAFKA, REGISTRY, FLINK, TABLES, CLIENT_CONFIG, ENGINE, ENGINE_PROJECT);

  /**
   * A container engine.
   *
   * @param socket where it answers
   * @param project the compose project whose containers may be touched
   */
  public record Engine(Path socket, String project) {}

  private static final List<String> REQUIRED = List.of(KAFKA, REGISTRY, FLINK, TABLES);

  /**
   * The platform that arguments name.
   *
   * @param given values by argument
   * @return empty if there is none of {@link #NAMES}
   * @throws IllegalArgumentException if some are missing, or one is wrong
   */
  public static Optional<ExternalPlatform> of(Map<String, String> given) {
    if (NAMES.stream().noneMatch(given::containsKey)) {
      return Optional.empty();
    }
    List<String> missing = REQUIRED.stream().filter(name -> !given.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s missing; a platform of somebody else's is named by all of %s"
              .formatted(String.join(", ", missing), String.join(", ", REQUIRED)));
    }
    ExternalPlatform platform =
        new ExternalPlatform(
            kafka(given.get(KAFKA)),
            http(REGISTRY, given.get(REGISTRY)),
            http(FLINK, given.get(FLINK)),
            Path.of(given.get(TABLES)).toAbsolutePath().normalize(),
            Optional.ofNullable(given.get(CLIENT_CONFIG))
                .map(file -> Path.of(file).toAbsolutePath().normalize()),
            engine(given));
    platform.clientConfig().ifPresent(ExternalPlatform::requireReadable);
    return Optional.of(platform);
  }

  private static Optional<Engine> engine(Map<String, String> given) {
    if (!given.containsKey(ENGINE)) {
      return Optional.empty();
    }
    String project = given.getOrDefault(ENGINE_PROJECT, "");
    if (project.isBlank()) {
      throw new IllegalArgumentException(
          "%s is given and %s is not; name the compose project whose containers may be struck"
              .formatted(ENGINE, ENGINE_PROJECT));
    }
    return Optional.of(new Engine(Path.of(given.get(ENGINE)), project));
  }

  private static String kafka(String text) {
    if (!text.matches("[^\\s:,]+:\\d{1,5}(,[^\\s:,]+:\\d{1,5})*")) {
      throw new IllegalArgumentException(
          "%s '%s' is no list of host:port; write it as broker.example:9092"
              .formatted(KAFKA, text));
    }
    return text;
  }

  private static URI http(String name, String text) {
    // Not shown, as it may hold a password.
    if (text.contains("@")) {
      throw new IllegalArgumentException(
          "%s holds credentials; leave them out, and give them in a file with %s"
              .formatted(name, CLIENT_CONFIG));
    }
    if (!text.matches("https?://[^/\\s]+\\S*")) {
      throw new IllegalArgumentException(
          "%s '%s' is no http address; write it as http://host.example:8081".formatted(name, text));
    }
    return URI.create(text);
  }

  private static void requireReadable(Path file) {
    try {
      ClientConfig.read(file);
    } catch (UncheckedIOException e) {
      throw new IllegalArgumentException("%s: %s".formatted(CLIENT_CONFIG, e.getMessage()), e);
    }
  }

  /** As arguments, for {@link #of}; nothing in it is secret. */
  public Map<String, String> arguments() {
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put(KAFKA, kafka);
    arguments.put(REGISTRY, registry.toString());
    arguments.put(FLINK, flink.toString());
    arguments.put(TABLES, tables.toString());
    clientConfig.ifPresent(file -> arguments.put(CLIENT_CONFIG, file.toString()));
    engine.ifPresent(
        there -> {
          arguments.put(ENGINE, there.socket().toString());
          arguments.put(ENGINE_PROJECT, there.project());
        });
    return arguments;
  }

  /**
   * Where things of a run are.
   *
   * @param own of the run's own producer, which runs on this machine
   */
  public Endpoints endpoints(Endpoints own) {
    return new Endpoints(kafka, registry, flink, own.producerUrl());
  }

  /** How a run's clients reach it. */
  public PlatformAccess access(Path run) {
    return new PlatformAccess(kafka, registry, flink, clientConfig, namePrefix(run));
  }

  /**
   * What the names of all begin with that a run makes there, for instance {@code
   * drill.20260303-081500.}.
   */
  private static String namePrefix(Path run) {
    return "%s.%s.".formatted(run.getParent().getFileName(), run.getFileName());
  }

  /**
   * Sees that something can be made in the shared folder, which is made if it is missing.
   *
   * @throws IllegalArgumentException if not
   */
  void requireFolder() {
    try {
      Files.createDirectories(tables);
      Files.delete(Files.createTempDirectory(tables, ".incident-lab"));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s %s: nothing can be made there (%s); name a folder that this user may write to, and that Flink's hosts have under the same path"
              .formatted(TABLES, tables, e.getClass().getSimpleName()),
          e);
    }
  }

  /** The run's folder in the shared one. */
  public Path folder(Path run) {
    String prefix = namePrefix(run);
    return tables.resolve(prefix.substring(0, prefix.length() - 1));
  }
}
