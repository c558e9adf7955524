package dev.incidentlab.schema;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** A Confluent-compatible schema registry, through the Confluent client. Safe for many threads. */
public final class SchemaRegistry {
  private static final int CACHED_SCHEMAS = 1_000;
  private static final int NOT_FOUND = 404;

  private final String url;
  private final SchemaRegistryClient client;

  /**
   * One registered version of a subject.
   *
   * @param version from 1 on, within the subject
   * @param id the id that frames carry, unique in the registry
   */
  public record SubjectVersion(String subject, int version, int id, Schema schema) {}

  /**
   * @param url base address of the Confluent API, for instance {@code
   *     http://127.0.0.1:8081/apis/ccompat/v7}
   */
  public SchemaRegistry(String url) {
    this.url = url;
    this.client =
        new CachedSchemaRegistryClient(
            List.of(url), CACHED_SCHEMAS, List.of(new AvroSchemaProvider()), Map.of());
  }

  /** The subject of a topic's values under the topic name strategy. */
  public static String valueSubject(String topic) {
    return topic + "-value";
  }

  /** Registers a schema under a subject, or finds it there, and returns its id. */
  public int register(String subject, Schema schema) {
    return call(
        "register a schema under " + subject,
        () -> client.register(subject, new AvroSchema(schema)));
  }

  /**
   * Sets the subject's compatibility level. Without it, some registries enforce nothing.
   *
   * @param level as in the Confluent API, for instance {@code FULL_TRANSITIVE}
   */
  public void setCompatibility(String subject, String level) {
    call("set the compatibility of " + subject, () -> client.updateCompatibility(subject, level));
  }

  /** The subject's compatibility level. */
  public String compatibility(String subject) {
    return call("read the compatibility of " + subject, () -> client.getCompatibility(subject));
  }

  /** All subjects, sorted. */
  public List<String> subjects() {
    Collection<String> subjects = call("list subjects", client::getAllSubjects);
    return subjects.stream().sorted().toList();
  }

  /** All versions of a subject, oldest first; empty if the subject is unknown. */
  public List<SubjectVersion> versions(String subject) {
    List<SubjectVersion> versions = new ArrayList<>();
    try {
      for (int version : client.getAllVersions(subject)) {
        var metadata = client.getSchemaMetadata(subject, version);
        Schema schema = new Schema.Parser().parse(metadata.getSchema());
        versions.add(new SubjectVersion(subject, version, metadata.getId(), schema));
      }
      return versions;
    } catch (RestClientException e) {
      if (e.getStatus() == NOT_FOUND) {
        return List.of();
      }
      throw unavailable("list the versions of " + subject, e);
    } catch (IOException e) {
      throw unavailable("list the versions of " + subject, e);
    }
  }

  /**
   * The schema with this id.
   *
   * @throws UndecodableException with {@link UndecodableException.Reason#UNKNOWN_SCHEMA_ID} if the
   *     registry answers that it does not know the id
   * @throws RegistryUnavailableException if it does not answer
   */
  public Schema byId(int id) throws UndecodableException {
    try {
      ParsedSchema schema = client.getSchemaById(id);
      return ((AvroSchema) schema).rawSchema();
    } catch (RestClientException e) {
      if (e.getStatus() == NOT_FOUND) {
        throw new UndecodableException(
            UndecodableException.Reason.UNKNOWN_SCHEMA_ID,
            "the registry knows no schema with id " + id,
            e);
      }
      throw unavailable("read schema id " + id, e);
    } catch (IOException e) {
      throw unavailable("read schema id " + id, e);
    }
  }

  private interface RegistryCall<T> {
    T run() throws IOException, RestClientException;
  }

  private <T> T call(String what, RegistryCall<T> call) {
    try {
      return call.run();
    } catch (IOException | RestClientException e) {
      throw unavailable(what, e);
    }
  }

  private RegistryUnavailableException unavailable(String what, Exception cause) {
    return new RegistryUnavailableException(
        "registry %s: cannot %s: %s".formatted(url, what, cause.getMessage()), cause);
  }
}
