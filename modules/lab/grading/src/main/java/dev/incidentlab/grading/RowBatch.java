package dev.incidentlab.grading;

import dev.incidentlab.grading.Subject.Column;
import dev.incidentlab.producer.ledger.RowHash;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.FilteredColumnarBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows of a table as plain arrays: what the ledger knows of an event, and where the row says that
 * it came from. Filled again and again by one thread.
 */
final class RowBatch {
  /** Where a row says that it came from; written by ingest beside the event's own columns. */
  static final String TOPIC_PARTITION = "_topic_partition";

  static final String OFFSET = "_offset";

  private final Subject subject;
  private final int idColumn;
  private final int timeColumn;
  private final Utf8 utf8 = new Utf8();
  private ColumnVector[] vectors = {};
  private int[] vectorRows = {};
  private int size;

  /** Whether the event id is a UUID; if not, {@link #idHigh} and {@link #idLow} say nothing. */
  boolean[] hasId = {};

  long[] idHigh = {};
  long[] idLow = {};
  long[] rowHash = {};
  long[] eventTsMicros = {};
  int[] partition = {};
  long[] offset = {};

  RowBatch(Subject subject, String idColumn, String timeColumn) {
    this.subject = subject;
    this.idColumn = position(subject, idColumn);
    this.timeColumn = position(subject, timeColumn);
  }

  /** The columns that {@link #fill} must be given, in this order. */
  static List<String> columns(Subject subject) {
    List<String> names = new ArrayList<>(subject.columns().stream().map(Column::name).toList());
    names.add(TOPIC_PARTITION);
    names.add(OFFSET);
    return names;
  }

  int size() {
    return size;
  }

  void fill(FilteredColumnarBatch batch) {
    int rows = batch.getData().getSize();
    reserve(rows);
    int columns = subject.columns().size();
    vectors = new ColumnVector[columns + 2];
    for (int c = 0; c < vectors.length; c++) {
      vectors[c] = batch.getData().getColumnVector(c);
    }
    size = 0;
    for (int row = 0; row < rows; row++) {
      if (isSelected(batch, row)) {
        vectorRows[size] = row;
        take(row);
        size++;
      }
    }
  }

  /** Whether the table has the row: the selection leaves out rows that were deleted. */
  static boolean isSelected(FilteredColumnarBatch batch, int row) {
    Optional<ColumnVector> selection = batch.getSelectionVector();
    return selection.isEmpty()
        || (!selection.get().isNullAt(row) && selection.get().getBoolean(row));
  }

  /** The newest event time of the rows; {@link Long#MIN_VALUE} if there is none. */
  long newestEventTs() {
    long newest = Long.MIN_VALUE;
    for (int i = 0; i < size; i++) {
      newest = Math.max(newest, eventTsMicros[i]);
    }
    return newest;
  }

  /** A row's values in the subject's column order: texts, longs, or null. */
  List<Object> values(int index) {
    List<Object> values = new ArrayList<>();
    int row = vectorRows[index];
    for (int c = 0; c < subject.columns().size(); c++) {
      Column column = subject.columns().get(c);
      if (vectors[c].isNullAt(row)) {
        values.add(null);
      } else if (column.kind() == Subject.Kind.TEXT) {
        values.add(
            column.inVersion1(new String(vectors[c].getBinary(row), StandardCharsets.UTF_8)));
      } else {
        values.add(vectors[c].getLong(row));
      }
    }
    return values;
  }

  /** The event id's text as the row has it. */
  String idText(int index) {
    byte[] id = vectors[idColumn].getBinary(vectorRows[index]);
    return id == null ? "null" : new String(id, StandardCharsets.UTF_8);
  }

  private void take(int row) {
    byte[] id = vectors[idColumn].getBinary(row);
    hasId[size] = UuidText.isUuid(id);
    if (hasId[size]) {
      idHigh[size] = UuidText.high(id);
      idLow[size] = UuidText.low(id);
    }
    rowHash[size] = hash(row);
    eventTsMicros[size] =
        vectors[timeColumn].isNullAt(row) ? Long.MIN_VALUE : vectors[timeColumn].getLong(row);
    int metadata = subject.columns().size();
    partition[size] = vectors[metadata].isNullAt(row) ? -1 : vectors[metadata].getInt(row);
    offset[size] = vectors[metadata + 1].isNullAt(row) ? -1 : vectors[metadata + 1].getLong(row);
  }

  private long hash(int row) {
    RowHash hash = RowHash.start();
    List<Column> columns = subject.columns();
    for (int c = 0; c < columns.size(); c++) {
      Column column = columns.get(c);
      if (vectors[c].isNullAt(row)) {
        hash.nullableText(null);
      } else if (column.kind() == Subject.Kind.TEXT) {
        hash.text(text(column, vectors[c].getBinary(row)));
      } else {
        hash.number(vectors[c].getLong(row));
      }
    }
    return hash.value();
  }

  private CharSequence text(Column column, byte[] bytes) {
    CharSequence text = utf8.of(bytes);
    return column.laterSymbols().isEmpty() ? text : column.inVersion1(text.toString());
  }

  private void reserve(int rows) {
    if (rows > vectorRows.length) {
      vectorRows = new int[rows];
      hasId = new boolean[rows];
      idHigh = new long[rows];
      idLow = new long[rows];
      rowHash = new long[rows];
      eventTsMicros = new long[rows];
      partition = new int[rows];
      offset = new long[rows];
    }
  }

  private static int position(Subject subject, String name) {
    List<String> names = subject.columns().stream().map(Column::name).toList();
    int position = names.indexOf(name);
    if (position < 0) {
      throw new IllegalArgumentException(
          "subject %s has no column %s; it has %s".formatted(subject.topic(), name, names));
    }
    return position;
  }
}
