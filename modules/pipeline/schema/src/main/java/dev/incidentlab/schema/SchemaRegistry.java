package dev.incidentlab.schema;

import dev.incidentlab.schema.UndecodableException.Reason;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** A Confluent-compatible schema registry, through the Confluent client. Safe for many threads. */
public final class SchemaRegistry {
  private static final int CACHED_SCHEMAS = 1_000;

  /**
   * The client's own minute is too long: whoever waits cannot be interrupted, and Flink ends a
   * process whose tasks do not follow when they are cancelled.
   */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /**
   * The Confluent API's error codes. Only with them is a 404 the registry's answer: one without may
   * come from a proxy, from a registry that is just starting, or from under a wrong path.
   */
  private static final int SUBJECT_NOT_FOUND = 40401;

  private static final int VERSION_NOT_FOUND = 40402;
  private static final int SCHEMA_NOT_FOUND = 40403;

  /** An error code of the Confluent API is an HTTP status with two more digits. */
  private static final int ERROR_CODES = 100;

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final String url;
  private final String prefix;
  private final SchemaRegistryClient client;
  private final RegistryStanding standing = new RegistryStanding(System::nanoTime);

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
    this(url, ClientConfig.none(), "");
  }

  /**
   * One that is shared with others.
   *
   * @param config with what its client is to be set up
   * @param prefix what goes before the subjects that are meant; others are neither seen nor
   *     touched. Callers and answers have them without it
   */
  public SchemaRegistry(String url, ClientConfig config, String prefix) {
    this(url, config, prefix, TIMEOUT);
  }

  /**
   * @param timeout for connecting, and for each read of an answer
   */
  SchemaRegistry(String url, ClientConfig config, String prefix, Duration timeout) {
    this.url = url;
    this.prefix = prefix;
    int millis = Math.toIntExact(timeout.toMillis());
    Map<String, Object> settings = new HashMap<>(config.registry());
    settings.put(SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS, millis);
    settings.put(SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS, millis);
    this.client = client(url, settings);
  }

  private static SchemaRegistryClient client(String url, Map<String, Object> settings) {
    try {
      return new CachedSchemaRegistryClient(
          List.of(url), CACHED_SCHEMAS, WriterSchemaProvider.ofAllTypes(), settings);
    } catch (RuntimeException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new IllegalArgumentException(
          "the client settings for registry %s cannot be used: %s; correct them"
              .formatted(url, cause.getMessage() == null ? cause : cause.getMessage()),
          e);
    }
  }

  /** Why the registry cannot be used by this client, in a few words; empty if it can. */
  public Optional<String> trouble() {
    try {
      client.getAllSubjects();
      return Optional.empty();
    } catch (IOException | RestClientException | RuntimeException e) {
      return Optional.of(reason(e));
    }
  }

  /** The subject of a topic's values under the topic name strategy. */
  public static String valueSubject(String topic) {
    return topic + "-value";
  }

  /** Registers a schema under a subject, or finds it there, and returns its id. */
  public int register(String subject, Schema schema) {
    int id =
        call(
            "register a schema under " + subject,
            () -> client.register(prefix + subject, new AvroSchema(schema)));
    standing.gave();
    return id;
  }

  /**
   * Sets the subject's compatibility level. Without it, some registries enforce nothing.
   *
   * @param level as in the Confluent API, for instance {@code FULL_TRANSITIVE}
   */
  public void setCompatibility(String subject, String level) {
    call(
        "set the compatibility of " + subject,
        () -> client.updateCompatibility(prefix + subject, level));
  }

  /** The subject's compatibility level. */
  public String compatibility(String subject) {
    return call(
        "read the compatibility of " + subject, () -> client.getCompatibility(prefix + subject));
  }

  /** All subjects, sorted. */
  public List<String> subjects() {
    Collection<String> subjects = call("list subjects", client::getAllSubjects);
    return subjects.stream()
        .filter(subject -> subject.startsWith(prefix))
        .map(subject -> subject.substring(prefix.length()))
        .sorted()
        .toList();
  }

  /** Deletes a subject with all its versions, for good. */
  public void delete(String subject) {
    call("delete " + subject, () -> client.deleteSubject(prefix + subject));
    call("delete " + subject + " for good", () -> client.deleteSubject(prefix + subject, true));
  }

  /**
   * All versions of a subject, oldest first; empty if the registry answers that it does not know
   * the subject.
   *
   * @throws RegistryUnavailableException if it does not answer
   */
  public List<SubjectVersion> versions(String subject) {
    List<SubjectVersion> versions = new ArrayList<>();
    for (int version : versionNumbers(subject)) {
      version(subject, version).ifPresent(versions::add);
    }
    return versions;
  }

  private List<Integer> versionNumbers(String subject) {
    try {
      List<Integer> versions = client.getAllVersions(prefix + subject);
      standing.gave();
      return versions;
    } catch (IOException | RestClientException | RuntimeException e) {
      if (hasCode(e, SUBJECT_NOT_FOUND)) {
        return List.of();
      }
      throw unavailable("list the versions of " + subject, e);
    }
  }

  /** Empty if the version was deleted since it was listed. */
  private Optional<SubjectVersion> version(String subject, int version) {
    try {
      var metadata = client.getSchemaMetadata(prefix + subject, version);
      Schema schema = new Schema.Parser().parse(metadata.getSchema());
      return Optional.of(new SubjectVersion(subject, version, metadata.getId(), schema));
    } catch (IOException | RestClientException | RuntimeException e) {
      if (hasCode(e, VERSION_NOT_FOUND)) {
        return Optional.empty();
      }
      throw unavailable("read version %d of %s".formatted(version, subject), e);
    }
  }

  /**
   * The schema with this id. An id that is not known is asked for each time: it may be registered
   * at any moment, and the record behind that must not be taken for bad data by an older answer.
   *
   * @throws UndecodableException with {@link Reason#UNKNOWN_SCHEMA_ID} if the registry answers that
   *     it does not know the id, and is to be {@linkplain RegistryStanding believed}; with {@link
   *     Reason#NO_COMPATIBLE_READER} if what it has there is no Avro schema
   * @throws RegistryUnavailableException if it does not answer, or not as a registry does
   */
  public Schema byId(int id) throws UndecodableException {
    try {
      ParsedSchema schema = client.getSchemaById(id);
      Schema avro = ((AvroSchema) schema).rawSchema();
      standing.gave();
      return avro;
    } catch (WriterSchemaProvider.NotAvroException e) {
      throw new UndecodableException(
          Reason.NO_COMPATIBLE_READER, "schema id %d %s".formatted(id, e.getMessage()), e);
    } catch (IOException | RestClientException | RuntimeException e) {
      // The client fails in many ways on an answer that is not what it expects.
      if (!hasCode(e, SCHEMA_NOT_FOUND)) {
        throw unavailable("read schema id " + id, e);
      }
      if (!standing.believed()) {
        throw new RegistryUnavailableException(
            "registry %s: it knows no schema with id %d, and has not answered for %d s on end yet: it may not have loaded all that it has; it is asked again"
                .formatted(url, id, RegistryStanding.SETTLED.toSeconds()),
            e);
      }
      throw new UndecodableException(
          Reason.UNKNOWN_SCHEMA_ID, "the registry knows no schema with id " + id, e);
    }
  }

  private static boolean hasCode(Exception e, int code) {
    return e instanceof RestClientException rest && rest.getErrorCode() == code;
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
    standing.failed();
    return new RegistryUnavailableException(
        "registry %s: cannot %s: %s".formatted(url, what, reason(cause)), cause);
  }

  /**
   * The client has a registry's own words, and of other answers little more than that they came.
   */
  private static String reason(Exception cause) {
    if (!(cause instanceof RestClientException rest)) {
      return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
    int status = rest.getStatus();
    if (status == UNAUTHORIZED || status == FORBIDDEN) {
      return "credentials are missing or are not accepted (HTTP status %d)".formatted(status);
    }
    boolean itsOwn = rest.getErrorCode() / ERROR_CODES == status;
    if (status == NOT_FOUND && !itsOwn) {
      return "there is no Confluent API under this path (HTTP status %d)".formatted(status);
    }
    return itsOwn ? rest.getMessage() : "HTTP status " + status;
  }
}
