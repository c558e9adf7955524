package dev.incidentlab.delta;

import dev.incidentlab.delta.UpsertRequest.Mode;
import java.io.Closeable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/**
 * Stages the rows of an upsert: of each a digest, and the row itself unless the table has it with
 * the same values, which is most of what is read again in a replay. {@link #finish} returns what
 * was staged; closing without it deletes that. For one thread; several writers of one upsert may
 * work at a time.
 */
public final class UpsertWriter implements Closeable {

  private final DeltaTable table;
  private final String prefix;
  private final Mode mode;
  private final int eventTime;
  private final RecordDigester digester;
  private final RowDigest digest = new RowDigest();
  private final Map<Long, Day> days = new HashMap<>();

  /** Null if rows are only compared, and none is staged. */
  private final DataFileWriter files;

  /** Null if rows are staged, or passed over, without a look at the table. */
  private final PresentRows present;

  private long epochDay;
  private Day day;
  private StagedFile<GenericRecord> file;
  private int fileNumber;
  private boolean open = true;

  /**
   * What belongs to one event date.
   *
   * @param present null as {@link UpsertWriter#present} is
   */
  private record Day(DigestWriter digests, PresentRows.OfDate present) {}

  private UpsertWriter(
      DeltaTable table, String prefix, Mode mode, DataFileWriter files, PresentRows present) {
    this.table = table;
    this.prefix = prefix;
    this.mode = mode;
    this.eventTime = table.schema().rows().getField(table.schema().eventTimeColumn()).pos();
    this.digester = new RecordDigester(table.schema());
    this.files = files;
    this.present = present;
  }

  static UpsertWriter staging(DeltaTable table, String replayId, Mode mode) {
    String prefix = replayId + "/rows";
    return new UpsertWriter(
        table,
        prefix,
        mode,
        table.newWriter(prefix),
        mode == Mode.APPEND
            ? null
            : PresentRows.use(table, prefix, UpsertRequest.comparesValues(mode)));
  }

  static UpsertWriter comparing(DeltaTable table, String replayId, Mode mode) {
    return new UpsertWriter(table, replayId + "/rows", mode, null, null);
  }

  /**
   * @param row a record of the table's {@link TableSchema#rows()}
   * @throws IllegalArgumentException if the record has another schema's fields
   * @throws java.io.UncheckedIOException if the file system fails
   */
  public void write(GenericRecord row) {
    if (mode == Mode.APPEND && files != null) {
      files.write(row);
      return;
    }
    long rowsDay = TableSchema.epochDay((long) row.get(eventTime));
    if (day == null || rowsDay != epochDay) {
      epochDay = rowsDay;
      day = days.computeIfAbsent(rowsDay, this::newDay);
      file = null;
    }
    digester.digest(row, digest);
    if (files == null || day.present().has(digest)) {
      day.digests().add(digest);
      return;
    }
    StagedFile<GenericRecord> written = files.put(row);
    if (written != file) {
      file = written;
      fileNumber = day.digests().number(file.path());
    }
    day.digests().add(digest, fileNumber, Math.toIntExact(written.rows() - 1));
  }

  private Day newDay(long epochDay) {
    LocalDate date = LocalDate.ofEpochDay(epochDay);
    DigestWriter digests = new DigestWriter(table.directory(), prefix, date);
    return new Day(digests, present == null ? null : present.of(date, digests));
  }

  /** Closes the files; from here on they are the caller's, to upsert or to discard. */
  public Staged finish() {
    List<DataFile> staged = files == null ? List.of() : files.finish();
    List<DigestFile> finished = new ArrayList<>();
    days.values().forEach(d -> finished.add(d.digests().finish()));
    days.clear();
    close();
    return new Staged(staged, finished);
  }

  /** Deletes what was written and not finished. */
  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    days.values().forEach(d -> d.digests().abandon());
    if (files != null) {
      files.close();
    } else {
      // Of a plan nothing is left; a stage's folder may be another writer's, too.
      table.files().removeIfEmpty(prefix);
    }
    if (present != null) {
      present.release();
    }
  }
}
