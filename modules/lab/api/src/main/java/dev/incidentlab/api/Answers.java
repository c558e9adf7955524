package dev.incidentlab.api;

import java.util.List;
import java.util.Map;

/**
 * What verbs answer. Every answer carries {@code ordinaryTool}: the command of the ordinary tool of
 * the field that shows or does the same, empty if there is none.
 */
public final class Answers {
  private Answers() {}

  /** Something with the ordinary tool's words beside it. */
  public sealed interface Answer {
    String ordinaryTool();
  }

  /**
   * @param story what the person on the drill is told
   * @param phase where the run is
   * @param storyNow what time it is in the story
   * @param pace story seconds per wall second; 0 while held
   */
  public record Status(
      String run,
      String scenario,
      String title,
      String story,
      Phase phase,
      String storyNow,
      double pace,
      String page,
      String deadline,
      List<Job> jobs,
      List<TableView> tables,
      Dashboard dashboard,
      List<AlertView> alerts,
      List<FlagView> flags,
      List<ComponentView> components,
      String ordinaryTool)
      implements Answer {}

  /** Where a run is. */
  public enum Phase {
    STARTING,
    FAST_FORWARD,
    ON_CALL,
    /** After {@code verify --final}: one may look, and nothing more is done. */
    ENDED,
    FAILED,
    STOPPING
  }

  /**
   * @param newestEvent newest event time in the table, null while it is empty
   * @param eventFreshnessSeconds story time since then
   * @param commitFreshnessSeconds wall time since the last commit
   * @param behind records published and not yet passed by the table's position
   * @param unresolvedLetters dead letters that stand for their records
   */
  public record TableView(
      String name,
      long version,
      long rows,
      String newestEvent,
      Long eventFreshnessSeconds,
      Long commitFreshnessSeconds,
      long behind,
      long unresolvedLetters) {}

  /**
   * What the executives see.
   *
   * @param tiles newest hourly slices, newest first; empty means blank
   */
  public record Dashboard(String name, List<Tile> tiles) {}

  /**
   * One hourly slice.
   *
   * @param spend in currency units
   */
  public record Tile(String hour, long impressions, long clicks, long conversions, double spend) {}

  /** One component of the stack. */
  public record ComponentView(
      String name, boolean alive, long pid, String address, long residentMegabytes, String log) {}

  /** All alerts so far. */
  public record Alerts(List<AlertView> alerts, String ordinaryTool) implements Answer {}

  /** One alert; {@code state} is firing, silenced, acknowledged or resolved. */
  public record AlertView(
      int id,
      String name,
      String severity,
      String state,
      String message,
      String firedAt,
      String acknowledgedBy,
      String resolvedAt) {}

  /** What an acting verb did, in a sentence. */
  public record Done(String text, Map<String, String> facts, String ordinaryTool)
      implements Answer {}

  /** Lines of a component's log, oldest first. */
  public record Logs(String component, List<String> lines, String ordinaryTool) implements Answer {}

  /** Lines of the journal. */
  public record JournalLines(List<JournalLine> lines, Phase phase, String ordinaryTool)
      implements Answer {}

  /** One line of the journal. */
  public record JournalLine(
      long seq, String wall, String story, String who, String kind, String text) {}

  /** The ingest jobs. */
  public record Jobs(List<Job> jobs, String ordinaryTool) implements Answer {}

  /**
   * @param state Flink's job state, for instance RUNNING or FAILED; NONE if it was never started
   * @param failures how often it failed and was restarted, or null if unknown
   * @param exception root cause of the last failure, or null
   * @param checkpoint newest retained checkpoint, or null
   */
  public record Job(
      String name,
      String id,
      String state,
      Long failures,
      String exception,
      String checkpoint,
      String webPage) {}

  /** Subjects of the registry with their versions. */
  public record Schemas(List<SchemaVersion> versions, String ordinaryTool) implements Answer {}

  /** One version; {@code schema} is its JSON, null in lists. */
  public record SchemaVersion(
      String subject, int version, int id, String compatibility, String schema) {}

  /** One schema. */
  public record SchemaText(SchemaVersion version, String ordinaryTool) implements Answer {}

  /** What changed between two versions of a subject. */
  public record SchemaChanges(
      String subject, int from, int to, List<SchemaChange> changes, String ordinaryTool)
      implements Answer {}

  /** One change. */
  public record SchemaChange(String kind, String field, String detail) {}

  /** Where ingest is, by topic partition. */
  public record Lag(List<PartitionLag> partitions, String ordinaryTool) implements Answer {}

  /**
   * @param committed the consumer group's committed offset, null if none; monitoring only
   * @param table next offset that the table lacks
   * @param end the topic's end offset
   * @param behind {@code end - table}
   */
  public record PartitionLag(
      String topic, int partition, Long committed, long table, long end, long behind) {}

  /**
   * Records of a topic, in order of time across partitions.
   *
   * @param next where each partition goes on, {@code 0=12,1=9}; null if these were the last
   */
  public record Records(String topic, List<TopicRecord> records, String next, String ordinaryTool)
      implements Answer {}

  /**
   * One record of a topic.
   *
   * @param time its timestamp, an ISO-8601 instant
   * @param key as text, or as hex if it is none; null if it has none
   * @param schemaId the id in the value's frame, null if it has no frame
   * @param format how {@code value} is written: avro or json (both one line of JSON) or hex
   * @param value null if the record has none
   * @param reason why the value is not decoded, null if it is
   */
  public record TopicRecord(
      int partition,
      long offset,
      String time,
      String key,
      Integer schemaId,
      String format,
      String value,
      String reason) {}

  /**
   * Versions of a table, newest first.
   *
   * @param earlier versions before these, which were left out
   */
  public record History(String table, List<Version> versions, long earlier, String ordinaryTool)
      implements Answer {}

  /**
   * What one version of a table did.
   *
   * @param committedAt wall time
   * @param story story time of the commit
   * @param operation as Delta names it
   * @param job the job or replay that made it; null if it did not say
   * @param newestEvent latest event time among rows that came in; null if there are none
   * @param positions next offset by topic partition, of those that the commit moved
   */
  public record Version(
      long version,
      String committedAt,
      String story,
      String operation,
      String job,
      int filesAdded,
      int filesRemoved,
      long inserted,
      long updated,
      long removed,
      String newestEvent,
      Map<String, Long> positions) {}

  /**
   * Data files of a version.
   *
   * @param total how many there are
   * @param files the newest of them by event time
   * @param rows in all files
   * @param bytes of all files
   */
  public record Files(
      String table,
      long version,
      int total,
      long rows,
      long bytes,
      List<DataFileView> files,
      String ordinaryTool)
      implements Answer {}

  /**
   * One data file.
   *
   * @param path within the table
   * @param minEventTime null if its writer left out statistics
   * @param maxEventTime null if its writer left out statistics
   */
  public record DataFileView(
      String path,
      String eventDate,
      long rows,
      long bytes,
      String minEventTime,
      String maxEventTime) {}

  /** What lies between two versions of a table, by key. */
  public record Differences(
      String table,
      long from,
      long to,
      long added,
      long removed,
      long changed,
      List<RowDifference> examples,
      String ordinaryTool)
      implements Answer {}

  /**
   * One row.
   *
   * @param kind added, removed or changed
   * @param before values by column; of a changed row only what changed
   * @param after values by column; of a changed row only what changed
   */
  public record RowDifference(
      String kind, String key, Map<String, String> before, Map<String, String> after) {}

  /**
   * Rows that a query gave.
   *
   * @param versions of the tables that it could see
   * @param rows values as DuckDB writes them; long ones are cut
   * @param more whether there are more rows
   */
  public record Rows(
      Map<String, Long> versions,
      List<String> columns,
      List<List<String>> rows,
      boolean more,
      String ordinaryTool)
      implements Answer {}

  /** The feature flags. */
  public record Flags(List<FlagView> flags, String ordinaryTool) implements Answer {}

  /** One flag. */
  public record FlagView(String name, String variant, List<String> variants, String description) {}

  /**
   * A page of a table's dead letters.
   *
   * @param letters in the order of the dead-letter topic
   * @param matching how many there are on all pages
   * @param byReason the same by reason
   * @param undocumented records of the dead-letter topic that do not say what they are about
   * @param next what to give as {@code after} for the next page; null on the last one
   */
  public record DeadLetters(
      String table,
      String topic,
      String which,
      List<DeadLetterView> letters,
      long matching,
      Map<String, Long> byReason,
      long undocumented,
      Long next,
      String ordinaryTool)
      implements Answer {}

  /**
   * One letter; its copies are collapsed.
   *
   * @param number offset of its first copy in the dead-letter topic
   * @param topic of the record that it stands for, as partition and offset
   * @param time the record's timestamp
   * @param schemaId the one in the record's frame; empty if it has none
   * @param jobs the jobs that could not read the record
   * @param resolution how it was dealt with; empty while it stands for its record
   * @param resolvedBy who did
   */
  public record DeadLetterView(
      long number,
      String topic,
      int partition,
      long offset,
      String time,
      String schemaId,
      String reason,
      List<String> jobs,
      String resolution,
      String resolvedBy) {}

  /**
   * Everything about one letter.
   *
   * @param value the record's bytes in Base64; null if it has none
   * @param decodings the record as each schema reads it
   */
  public record DeadLetter(
      DeadLetterView letter,
      List<LetterHeader> headers,
      String value,
      List<Decoding> decodings,
      String ordinaryTool)
      implements Answer {}

  /** One header. */
  public record LetterHeader(String name, String value) {}

  /**
   * How far one schema reads a record; byte positions count from the record's first byte.
   *
   * @param by which schema
   * @param error why it is not read; null if it is
   * @param stoppedAt position behind the last field that was read
   * @param unread bytes from there to the record's end
   */
  public record Decoding(
      String by, List<DecodedField> fields, String error, int stoppedAt, int unread) {}

  /** One field, from its first byte up to, not including, {@code to}. */
  public record DecodedField(String name, String value, int from, int to) {}

  /**
   * What a redrive did: {@code read = inserted + updated + unchanged + duplicates + undecodable}. A
   * dry run only says what would decode.
   *
   * @param redriveId null for a dry run
   * @param decoder the variant of the flag that says how records are decoded
   * @param ahead letters left out because ingest has not committed past their records
   * @param duplicates rows left out because another letter held the same event
   * @param undecodable letters that stay as they are
   * @param tried by letter what would become of it; empty but for a dry run
   */
  public record Redrive(
      String redriveId,
      String table,
      String decoder,
      long ahead,
      long read,
      long inserted,
      long updated,
      long unchanged,
      long duplicates,
      long undecodable,
      List<TriedLetter> tried,
      double seconds,
      String ordinaryTool)
      implements Answer {}

  /**
   * What would become of a letter.
   *
   * @param letter {@code topic/partition/offset}
   * @param reason the kind of failure if it would not decode; null if it would
   * @param error the failure in words; null if it would decode
   */
  public record TriedLetter(String letter, String reason, String error) {}

  /**
   * What a replay would read.
   *
   * @param ranges offsets by partition
   * @param records in those ranges
   * @param rowsPresent rows that the table has from those offsets
   */
  public record ReplayPlan(
      String table,
      String from,
      String to,
      String mode,
      List<ReplayRange> ranges,
      long records,
      long rowsPresent,
      String ordinaryTool)
      implements Answer {}

  /** {@code [from, to)} of a partition. */
  public record ReplayRange(int partition, long from, long to) {}

  /** What a replay did; see the counts' invariant in the proof line. */
  public record Replay(
      String replayId,
      ReplayPlan plan,
      long records,
      long inserted,
      long updated,
      long unchanged,
      long duplicates,
      long deadLettered,
      long filesRewritten,
      long filesAdded,
      long version,
      double seconds,
      String ordinaryTool)
      implements Answer {}

  /**
   * A way to deal with the incident, as the scenario gives it.
   *
   * @param caughtBy the oracle that must fail it, or null for a right one
   */
  public record Solution(
      String id, String title, String caughtBy, List<SolutionStep> steps, String ordinaryTool)
      implements Answer {}

  /**
   * One step of a fix.
   *
   * @param run a verb as typed, without {@code ./lab}
   * @param why the reason, in a sentence
   */
  public record SolutionStep(String run, String why) {}

  /** The verdict; {@code outcome} is PASS, FAIL or ERROR. */
  public record Verdict(String outcome, List<OracleFinding> findings, String ordinaryTool)
      implements Answer {}

  /** What one oracle found. */
  public record OracleFinding(
      String oracle,
      String outcome,
      String expected,
      String observed,
      long checked,
      List<String> examples) {}
}
