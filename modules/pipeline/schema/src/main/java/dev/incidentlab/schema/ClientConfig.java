package dev.incidentlab.schema;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How clients connect to a platform that somebody else runs: security and other settings, from a
 * properties file. What such a file says is secret; {@link #toString} tells only the names.
 *
 * @param kafka settings of Kafka's clients, under Kafka's names: {@code security.protocol}, {@code
 *     sasl.jaas.config}, {@code ssl.truststore.location}, …
 * @param registry settings of the registry's client, under the Confluent client's names: {@code
 *     basic.auth.user.info}, {@code bearer.auth.token}, {@code
 *     schema.registry.ssl.truststore.location}, …
 * @param flink settings for Flink's REST API: {@code basic.auth.user.info}, {@code
 *     bearer.auth.token}, {@code ssl.truststore.location}, …
 */
public record ClientConfig(
    Map<String, String> kafka, Map<String, String> registry, Map<String, String> flink) {
  /** What goes before settings of the registry's client that are named like Kafka's. */
  private static final String REGISTRY = "schema.registry.";

  private static final String BASIC = "basic.auth.";
  private static final String BEARER = "bearer.auth.";

  /** What goes before settings for Flink in the file. */
  private static final String FLINK = "flink.";

  public ClientConfig {
    kafka = Map.copyOf(kafka);
    registry = Map.copyOf(registry);
    flink = Map.copyOf(flink);
  }

  /** Nothing to set. */
  public static ClientConfig none() {
    return new ClientConfig(Map.of(), Map.of(), Map.of());
  }

  /**
   * Reads a file: names that begin with {@code flink.} are for Flink (without that), those with
   * {@code schema.registry.}, {@code basic.auth.} and {@code bearer.auth.} for the registry, and
   * all others for Kafka.
   *
   * @param file UTF-8, in the format of {@link Properties}
   * @throws UncheckedIOException if it cannot be read
   */
  public static ClientConfig read(Path file) {
    Properties all = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      all.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new UncheckedIOException(
          "client settings %s cannot be read (%s); give a properties file that this user may read"
              .formatted(file, e.getClass().getSimpleName()),
          e instanceof IOException io ? io : new IOException(e));
    }
    Map<String, String> kafka = new TreeMap<>();
    Map<String, String> registry = new TreeMap<>();
    Map<String, String> flink = new TreeMap<>();
    for (String name : all.stringPropertyNames()) {
      String value = all.getProperty(name).strip();
      if (name.startsWith(FLINK)) {
        flink.put(name.substring(FLINK.length()), value);
      } else if (name.startsWith(REGISTRY) || name.startsWith(BASIC) || name.startsWith(BEARER)) {
        registry.put(name, value);
      } else {
        kafka.put(name, value);
      }
    }
    // The client takes neither unless it is told where from.
    sourced(registry, BASIC + "user.info", BASIC + "credentials.source", "USER_INFO");
    sourced(registry, BEARER + "token", BEARER + "credentials.source", "STATIC_TOKEN");
    return new ClientConfig(kafka, registry, flink);
  }

  private static void sourced(
      Map<String, String> settings, String secret, String source, String here) {
    if (settings.containsKey(secret)) {
      settings.putIfAbsent(source, here);
    }
  }

  @Override
  public String toString() {
    Function<Map<String, String>, Object> names = settings -> new TreeMap<>(settings).keySet();
    return "kafka %s, registry %s, flink %s"
        .formatted(names.apply(kafka), names.apply(registry), names.apply(flink));
  }
}
