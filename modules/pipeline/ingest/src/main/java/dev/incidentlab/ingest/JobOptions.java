package dev.incidentlab.ingest;

import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.schema.Contracts;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What every job needs to know, as program arguments and back.
 *
 * @param bootstrap Kafka's {@code bootstrap.servers}
 * @param registryUrl base address of the registry's Confluent API
 * @param topic the topic that is read
 * @param contract the contract of its values, see {@link Contracts}
 * @param readerVersion the contract's version that a job decodes to, and that a table declares
 *     which is made anew; one that is there says itself, see {@link #asDeclared}
 * @param tableDirectory where the table is, as a path that the job's hosts share
 * @param tableName the table's name
 * @param deadLetterTopic where dead letters go
 * @param flagTopic where the flags are
 * @param parallelism subtasks
 * @param clientProperties more properties for every Kafka client, for instance of security
 */
public record JobOptions(
    String bootstrap,
    String registryUrl,
    String topic,
    String contract,
    int readerVersion,
    String tableDirectory,
    String tableName,
    String deadLetterTopic,
    String flagTopic,
    int parallelism,
    Map<String, String> clientProperties)
    implements Serializable {

  private static final String KEY_COLUMN = "event_id";
  private static final String EVENT_TIME_COLUMN = "event_ts";
  private static final String CLIENT_PREFIX = "client.";

  public JobOptions {
    clientProperties = new TreeMap<>(clientProperties);
    if (parallelism < 1) {
      throw new IllegalArgumentException(
          "--parallelism must be at least 1, but is %d; give the number of subtasks"
              .formatted(parallelism));
    }
  }

  /** Reads what {@link #toArguments()} wrote; other arguments are left to the job. */
  static JobOptions of(Map<String, String> args) {
    Map<String, String> client = new TreeMap<>();
    args.forEach(
        (key, value) -> {
          if (key.startsWith(CLIENT_PREFIX)) {
            client.put(key.substring(CLIENT_PREFIX.length()), value);
          }
        });
    return new JobOptions(
        required(args, "bootstrap"),
        required(args, "registry"),
        required(args, "topic"),
        required(args, "contract"),
        Integer.parseInt(required(args, "reader-version")),
        required(args, "table-directory"),
        required(args, "table-name"),
        required(args, "dead-letter-topic"),
        required(args, "flag-topic"),
        Integer.parseInt(required(args, "parallelism")),
        client);
  }

  static String required(Map<String, String> args, String name) {
    String value = args.get(name);
    if (value == null) {
      throw new IllegalArgumentException("argument --%s is missing; give it".formatted(name));
    }
    return value;
  }

  /** As program arguments for Flink's jar submission. */
  public List<String> toArguments() {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--bootstrap", bootstrap,
                "--registry", registryUrl,
                "--topic", topic,
                "--contract", contract,
                "--reader-version", String.valueOf(readerVersion),
                "--table-directory", tableDirectory,
                "--table-name", tableName,
                "--dead-letter-topic", deadLetterTopic,
                "--flag-topic", flagTopic,
                "--parallelism", String.valueOf(parallelism)));
    clientProperties.forEach(
        (key, value) -> {
          args.add("--" + CLIENT_PREFIX + key);
          args.add(value);
        });
    return List.copyOf(args);
  }

  /** The table that rows of this topic go to. */
  public TableSchema tableSchema() {
    return TableSchema.of(
        tableName, Contracts.load(contract, readerVersion), KEY_COLUMN, EVENT_TIME_COLUMN);
  }

  /**
   * The table, made if it is not there; rows are written to it as {@link #tableSchema} has them.
   */
  public DeltaTable table() {
    return DeltaTable.openOrCreate(
        Path.of(tableDirectory), tableSchema(), DeclaredReader.property(readerVersion));
  }

  /**
   * The same with the reader version that the table declares now, for whoever submits a job. It is
   * asked there and not by the job: a job that runs, or is restored within its cluster, goes on as
   * it began, and the cluster need not read the table's log to make one.
   */
  public JobOptions asDeclared() {
    return withReaderVersion(DeclaredReader.of(table()));
  }

  JobOptions withReaderVersion(int version) {
    return new JobOptions(
        bootstrap,
        registryUrl,
        topic,
        contract,
        version,
        tableDirectory,
        tableName,
        deadLetterTopic,
        flagTopic,
        parallelism,
        clientProperties);
  }

  Properties kafkaClient() {
    Properties p = new Properties();
    p.putAll(clientProperties);
    p.put("bootstrap.servers", bootstrap);
    return p;
  }
}
