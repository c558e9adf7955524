package dev.incidentlab.ingest;

import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.schema.ClientConfig;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.SchemaRegistry;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

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
 * @param namePrefix what goes before the names that a job has on a shared cluster; empty on its own
 * @param clientConfig a file of {@link ClientConfig}, as a path that the job's hosts share; empty
 *     for none. Its path and not what it says: arguments and job graphs are for everybody to see
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
    String namePrefix,
    String clientConfig)
    implements Serializable {

  private static final String KEY_COLUMN = "event_id";
  private static final String EVENT_TIME_COLUMN = "event_ts";

  public JobOptions {
    if (parallelism < 1) {
      throw new IllegalArgumentException(
          "--parallelism must be at least 1, but is %d; give the number of subtasks"
              .formatted(parallelism));
    }
  }

  /** Reads what {@link #toArguments()} wrote; other arguments are left to the job. */
  static JobOptions of(Map<String, String> args) {
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
        args.getOrDefault("name-prefix", ""),
        args.getOrDefault("client-config", ""));
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
    addUnlessEmpty(args, "--name-prefix", namePrefix);
    addUnlessEmpty(args, "--client-config", clientConfig);
    return List.copyOf(args);
  }

  private static void addUnlessEmpty(List<String> args, String name, String value) {
    if (!value.isEmpty()) {
      args.add(name);
      args.add(value);
    }
  }

  /** What a job, or its consumer group, is called on the cluster. */
  String clusterName(String job) {
    return namePrefix + job;
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
        namePrefix,
        clientConfig);
  }

  Properties kafkaClient() {
    Properties p = new Properties();
    p.putAll(client().kafka());
    p.put("bootstrap.servers", bootstrap);
    return p;
  }

  /** The registry, which jobs only ask for schemas by their ids. */
  SchemaRegistry registry() {
    return new SchemaRegistry(registryUrl, client(), "");
  }

  private ClientConfig client() {
    return clientConfig.isEmpty() ? ClientConfig.none() : ClientConfig.read(Path.of(clientConfig));
  }
}
