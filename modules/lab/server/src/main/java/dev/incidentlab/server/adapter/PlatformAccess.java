package dev.incidentlab.server.adapter;

import dev.incidentlab.schema.ClientConfig;
import dev.incidentlab.schema.SchemaRegistry;
import dev.incidentlab.stack.Endpoints;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * How the clients of a run reach its platform, and what its names begin with there. Topics,
 * subjects, consumer groups and jobs go by their own names throughout the lab ({@code ad-events});
 * on a platform that is shared with others all of them begin with the run's prefix ({@code
 * pinned-schema.20260303-081500.ad-events}), which is put on and taken off where a client is asked.
 *
 * @param bootstrap Kafka's {@code bootstrap.servers}
 * @param registryUrl base address of the registry's Confluent API
 * @param flinkUrl root of Flink's REST API
 * @param clientConfig file of {@link ClientConfig}, as a path that the hosts of Flink's jobs share;
 *     empty if there is nothing to set
 * @param namePrefix empty on a platform of the run's own
 */
public record PlatformAccess(
    String bootstrap,
    URI registryUrl,
    URI flinkUrl,
    Optional<Path> clientConfig,
    String namePrefix) {

  /** To a platform of the run's own. */
  public static PlatformAccess own(Endpoints endpoints) {
    return new PlatformAccess(
        endpoints.kafkaBootstrap(),
        endpoints.registryUrl(),
        endpoints.flinkUrl(),
        Optional.empty(),
        "");
  }

  /** What something is called on the platform. */
  public String named(String own) {
    return namePrefix + own;
  }

  /** What something of the platform is called in the lab; empty if it is not of this run. */
  public Optional<String> own(String named) {
    return named.startsWith(namePrefix)
        ? Optional.of(named.substring(namePrefix.length()))
        : Optional.empty();
  }

  /** What every Kafka client of this run needs to connect; may hold secrets. */
  public Properties kafkaClient() {
    Properties p = new Properties();
    p.putAll(config().kafka());
    p.put("bootstrap.servers", bootstrap);
    return p;
  }

  /** A client of the registry that knows this run's subjects alone. */
  public SchemaRegistry registry() {
    return new SchemaRegistry(registryUrl.toString(), config(), namePrefix);
  }

  /**
   * Where more about a failure is to be found, as the end of a message.
   *
   * @param component of which an own platform keeps a log
   */
  String seeLogs(String component) {
    return namePrefix.isEmpty() ? "; see `./lab logs %s`".formatted(component) : "";
  }

  ClientConfig config() {
    return clientConfig.map(ClientConfig::read).orElseGet(ClientConfig::none);
  }
}
