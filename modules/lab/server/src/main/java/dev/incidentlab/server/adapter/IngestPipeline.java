package dev.incidentlab.server.adapter;

import dev.incidentlab.ingest.JobOptions;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.SchemaRegistry;
import java.nio.file.Path;
import java.util.List;

/**
 * One pipeline of the platform: topic → ingest job → table.
 *
 * @param table the table's name; the job is called after it
 * @param topic the topic that is read
 * @param partitions the topic's partitions
 * @param contract the contract of the topic's values
 * @param parallelism subtasks of its ingest job
 */
public record IngestPipeline(
    String table, String topic, int partitions, String contract, int parallelism) {

  /** The version of their contracts that tables declare at first. */
  private static final int FIRST_READER_VERSION = 1;

  /** Where the flags are. */
  public static final String FLAG_TOPIC = "feature-flags";

  /** The pipeline that the story is about. */
  public static final IngestPipeline AD_EVENTS =
      new IngestPipeline("fact_ad_events", "ad-events", 4, Contracts.AD_EVENT, 2);

  /** The healthy one beside it. */
  public static final IngestPipeline BILLING =
      new IngestPipeline("fact_billing", "billing-events", 2, Contracts.BILLING_EVENT, 1);

  /** All of the platform's. */
  public static final List<IngestPipeline> ALL = List.of(AD_EVENTS, BILLING);

  /** The pipeline of a table, named by it, its job or its topic; {@link #AD_EVENTS} if none is. */
  public static IngestPipeline of(String table) {
    if (table == null) {
      return AD_EVENTS;
    }
    return ALL.stream()
        .filter(p -> List.of(p.table(), p.jobName(), p.topic()).contains(table))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is no table of this lab; tables: %s"
                        .formatted(table, ALL.stream().map(IngestPipeline::table).toList())));
  }

  /** The job's name in Flink, and its consumer group. */
  public String jobName() {
    return "ingest-" + table;
  }

  public String deadLetterTopic() {
    return topic + ".dead-letters";
  }

  public String subject() {
    return SchemaRegistry.valueSubject(topic);
  }

  /** The table's folder under the folder of all tables. */
  public Path directory(Path tables) {
    return tables.resolve(table);
  }

  JobOptions options(PlatformAccess access, Path tables) {
    return new JobOptions(
        access.bootstrap(),
        access.registryUrl().toString(),
        access.named(topic),
        contract,
        FIRST_READER_VERSION,
        directory(tables).toString(),
        table,
        access.named(deadLetterTopic()),
        access.named(FLAG_TOPIC),
        parallelism,
        access.namePrefix(),
        access.clientConfig().map(Path::toString).orElse(""));
  }
}
