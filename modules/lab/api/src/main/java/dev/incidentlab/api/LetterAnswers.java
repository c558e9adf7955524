package dev.incidentlab.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About dead letters. */
public final class LetterAnswers {
  private LetterAnswers() {}

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
      @Nullable Long next,
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
      @Nullable String value,
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
      String by, List<DecodedField> fields, @Nullable String error, int stoppedAt, int unread) {}

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
      @Nullable String redriveId,
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
  public record TriedLetter(String letter, @Nullable String reason, @Nullable String error) {}
}
