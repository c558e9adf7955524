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
  private final Map<Long, DigestWriter> digests = new HashMap<>();

  /** Null if rows are only compared, and none is staged. */
  private final DataFileWriter files;

  /** Null if rows are staged, or passed over, without a look at the table. */
  private final PresentRows present;

  private long day;
  private LocalDate date;
  private DigestWriter ofDay;
  private StagedFile<GenericRecord> file;
  private int fileNumber;
  private boolean open = true;

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
        mode == Mode.APPEND ? null : PresentRows.use(table, prefix, mode == Mode.UPSERT));
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
    if (ofDay == null || rowsDay != day) {
      day = rowsDay;
      date = LocalDate.ofEpochDay(day);
      ofDay = digests.computeIfAbsent(day, d -> new DigestWriter(table.directory(), prefix, date));
      file = null;
    }
    digester.digest(row, digest);
    if (files == null || present.has(digest, date, ofDay)) {
      ofDay.add(digest);
      return;
    }
    StagedFile<GenericRecord> written = files.put(row);
    if (written != file) {
      file = written;
      fileNumber = ofDay.number(file.path());
    }
    ofDay.add(digest, fileNumber, Math.toIntExact(written.rows() - 1));
  }

  /** Closes the files; from here on they are the caller's, to upsert or to discard. */
  public Staged finish() {
    List<DataFile> staged = files == null ? List.of() : files.finish();
    List<DigestFile> finished = new ArrayList<>();
    digests.values().forEach(d -> finished.add(d.finish()));
    digests.clear();
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
    digests.values().forEach(DigestWriter::abandon);
    if (files != null) {
      files.close();
    }
    if (present != null) {
      present.release();
    }
  }
}
