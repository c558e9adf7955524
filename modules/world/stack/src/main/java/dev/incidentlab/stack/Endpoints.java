package dev.incidentlab.stack;

import java.net.URI;
import java.util.Objects;

/**
 * Where a stack is reached; all that the rest of the lab knows of it.
 *
 * @param kafkaBootstrap {@code host:port}, as in {@code bootstrap.servers}
 * @param registryUrl root of the Confluent-compatible API, such as {@code
 *     http://127.0.0.1:8081/apis/ccompat/v7}
 * @param flinkUrl root of Flink's REST API and web UI
 * @param producerUrl root of the producer's control API
 */
public record Endpoints(String kafkaBootstrap, URI registryUrl, URI flinkUrl, URI producerUrl) {

  public Endpoints {
    Objects.requireNonNull(kafkaBootstrap, "kafkaBootstrap");
    if (!kafkaBootstrap.matches("[^\\s:,]+:\\d{1,5}(,[^\\s:,]+:\\d{1,5})*")) {
      throw new IllegalArgumentException(
          "kafkaBootstrap '%s' is not a list of host:port; write it as 127.0.0.1:9092"
              .formatted(kafkaBootstrap));
    }
    requireHttp("registryUrl", registryUrl);
    requireHttp("flinkUrl", flinkUrl);
    requireHttp("producerUrl", producerUrl);
  }

  private static void requireHttp(String name, URI url) {
    Objects.requireNonNull(url, name);
    if (url.getHost() == null || url.getScheme() == null || !url.getScheme().startsWith("http")) {
      throw new IllegalArgumentException(
          "%s '%s' is not an http address; write it as http://127.0.0.1:8080".formatted(name, url));
    }
  }
}
