package dev.incidentlab.grading;

import dev.incidentlab.grading.TableColumns.Column;
import dev.incidentlab.producer.ledger.RowHash;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.FilteredColumnarBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows of a table as plain arrays: what the ledger knows of an event, and where the row says that
 * it came from. Filled again and again by one thread.
 */
final class RowBatch {
  /** Where a row says that it came from; written by ingest beside the event's own columns. */
  static final String TOPIC_PARTITION = "_topic_partition";

  static final String OFFSET = "_offset";

  private final List<Column> columns;
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

  RowBatch(TableColumns columns) {
    this.columns = columns.columns();
    this.idColumn = columns.names().indexOf(Reconciler.ID_COLUMN);
    this.timeColumn = columns.names().indexOf(Reconciler.TIME_COLUMN);
  }

  /** The columns that {@link #fill} must be given, in this order. */
  static List<String> columns(TableColumns columns) {
    List<String> names = new ArrayList<>(columns.names());
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
    vectors = new ColumnVector[columns.size() + 2];
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

  /** A row's values in the columns' order: texts, numbers, maps by field name, or null. */
  List<Object> values(int index) {
    List<Object> values = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      values.add(value(columns.get(c), vectors[c], vectorRows[index]));
    }
    return values;
  }

  private static Object value(Column column, ColumnVector vector, int row) {
    if (vector.isNullAt(row)) {
      return null;
    }
    return switch (column.kind()) {
      case TEXT -> new String(vector.getBinary(row), StandardCharsets.UTF_8);
      case SMALL_NUMBER -> vector.getInt(row);
      case NUMBER, TIMESTAMP -> vector.getLong(row);
      case RECORD -> {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int f = 0; f < column.fields().size(); f++) {
          Column field = column.fields().get(f);
          fields.put(field.name(), value(field, vector.getChild(f), row));
        }
        yield fields;
      }
    };
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
    int metadata = columns.size();
    partition[size] = vectors[metadata].isNullAt(row) ? -1 : vectors[metadata].getInt(row);
    offset[size] = vectors[metadata + 1].isNullAt(row) ? -1 : vectors[metadata + 1].getLong(row);
  }

  private long hash(int row) {
    RowHash hash = RowHash.start();
    for (int c = 0; c < columns.size(); c++) {
      feed(hash, columns.get(c), vectors[c], row);
    }
    return hash.value();
  }

  private void feed(RowHash hash, Column column, ColumnVector vector, int row) {
    if (vector.isNullAt(row)) {
      hash.absent();
      return;
    }
    switch (column.kind()) {
      case TEXT -> hash.text(utf8.of(vector.getBinary(row)));
      case SMALL_NUMBER -> hash.number(vector.getInt(row));
      case NUMBER, TIMESTAMP -> hash.number(vector.getLong(row));
      case RECORD -> {
        hash.record(column.fields().size());
        for (int f = 0; f < column.fields().size(); f++) {
          feed(hash, column.fields().get(f), vector.getChild(f), row);
        }
      }
    }
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
}
