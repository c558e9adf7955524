package dev.incidentlab.delta;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.hadoop.ParquetReader;

/**
 * Sorts rows along a Z-curve (Morton order): each column's value becomes its rank among all rows,
 * scaled to 16 bits, and the ranks' bits are interleaved, so that rows near each other in any of
 * the columns tend to be in the same file. Ranks, which Delta's own {@code OPTIMIZE … ZORDER BY}
 * takes too, make a skewed column count as much as an even one. They are found in a sample of every
 * n-th row; a coarser rank only costs pruning.
 *
 * <p><b>Why the event time is always one of the columns.</b> A Z-order by one column is a sort by
 * it, which spreads each hour, and with it each range of the time-ordered keys, over all files of a
 * date: a replay of one hour would then read and rewrite all of them. With the event time
 * interleaved, queries by the column and replays by time both skip files.
 *
 * <p>Memory holds one bucket of rows at a time: more rows than that are first dealt out to files,
 * one for each stretch of the curve.
 */
final class ZOrder {

  /** About 30 MB of records. */
  static final int BUCKET_ROWS = 20_000;

  private static final int SAMPLE_ROWS = 50_000;
  private static final int BITS = 16;

  private final TableSchema schema;
  private final List<String> columns;
  private final int bucketRows;

  /** Sorted sample of each column, a null first. */
  private final List<Object[]> samples = new ArrayList<>();

  /** Where on the curve each bucket but the first begins. */
  private long[] bounds = new long[0];

  private record Row(long place, GenericRecord values) {}

  ZOrder(TableSchema schema, List<String> zOrderBy, int bucketRows) {
    this.schema = schema;
    this.columns = columns(zOrderBy, schema);
    this.bucketRows = bucketRows;
  }

  /**
   * All columns of the curve.
   *
   * @throws IllegalArgumentException if the table has none of a name, or it has no order
   */
  static List<String> columns(List<String> zOrderBy, TableSchema schema) {
    List<String> ordered =
        schema.rows().getFields().stream()
            .filter(f -> DeltaTypes.nonNull(f.schema()).getType() != Schema.Type.RECORD)
            .map(Schema.Field::name)
            .toList();
    for (String column : zOrderBy) {
      if (!ordered.contains(column)) {
        throw new IllegalArgumentException(
            "table %s cannot be Z-ordered by '%s': its columns with an order are %s; give some of these"
                .formatted(schema.tableName(), column, ordered));
      }
    }
    return Stream.concat(zOrderBy.stream(), Stream.of(schema.eventTimeColumn()))
        .distinct()
        .toList();
  }

  /**
   * Hands on all rows of the files in their new order.
   *
   * @param rows how many they have together
   * @param scratch a folder that is there; what is put in it is deleted again
   */
  void sort(List<Path> files, long rows, Path scratch, Consumer<GenericRecord> sink)
      throws IOException {
    sample(files, rows);
    if (bounds.length == 0) {
      List<Row> all = new ArrayList<>();
      for (Path file : files) {
        read(file, schema.rows(), row -> all.add(new Row(place(row), row)));
      }
      handOn(all, sink);
      return;
    }
    try (Buckets buckets = new Buckets(scratch)) {
      for (Path file : files) {
        read(file, schema.rows(), row -> buckets.put(bucket(place(row)), row));
      }
      buckets.handOn(sink);
    }
  }

  private void sample(List<Path> files, long rows) throws IOException {
    Schema sampled =
        Schema.createRecord(
            schema.rows().getName(),
            null,
            schema.rows().getNamespace(),
            false,
            columns.stream()
                .map(c -> new Schema.Field(schema.rows().getField(c), fieldSchema(c)))
                .toList());
    long every = Math.max(1, rows / SAMPLE_ROWS);
    List<GenericRecord> picked = new ArrayList<>();
    long[] seen = {0};
    for (Path file : files) {
      read(
          file,
          sampled,
          row -> {
            if (seen[0]++ % every == 0) {
              picked.add(row);
            }
          });
    }
    for (String column : columns) {
      samples.add(picked.stream().map(row -> value(row, column)).sorted(ORDER).toArray());
    }
    int buckets = Math.toIntExact((rows + bucketRows - 1) / bucketRows);
    long[] places = picked.stream().mapToLong(this::place).toArray();
    sortUnsigned(places);
    bounds = new long[Math.max(0, buckets - 1)];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = places[(int) ((long) places.length * (i + 1) / buckets)];
    }
  }

  private Schema fieldSchema(String column) {
    return schema.rows().getField(column).schema();
  }

  private static void read(Path file, Schema rows, Consumer<GenericRecord> sink)
      throws IOException {
    try (ParquetReader<GenericRecord> reader = ParquetFiles.columns(file, rows)) {
      for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
        sink.accept(row);
      }
    }
  }

  /** Where a row lies on the curve, unsigned. */
  long place(GenericRecord row) {
    long place = 0;
    int[] ranks = new int[columns.size()];
    for (int c = 0; c < ranks.length; c++) {
      ranks[c] = rank(samples.get(c), value(row, columns.get(c)));
    }
    for (int bit = BITS - 1; bit >= 0; bit--) {
      for (int rank : ranks) {
        place = place << 1 | (rank >>> bit & 1);
      }
    }
    return place;
  }

  /** Which part of all rows has a lesser value, as a number of 16 bits. */
  private static int rank(Object[] sorted, Object value) {
    int from = 0;
    int to = sorted.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (ORDER.compare(sorted[middle], value) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return (int) Math.min((1L << BITS) - 1, ((long) from << BITS) / sorted.length);
  }

  private static Object value(GenericRecord row, String column) {
    Object value = row.get(column);
    return value instanceof CharSequence ? value.toString() : value;
  }

  @SuppressWarnings("unchecked")
  private static final Comparator<Object> ORDER =
      Comparator.nullsFirst((a, b) -> ((Comparable<Object>) a).compareTo(b));

  private int bucket(long place) {
    int bucket = 0;
    int to = bounds.length;
    while (bucket < to) {
      int middle = (bucket + to) >>> 1;
      if (Long.compareUnsigned(bounds[middle], place) <= 0) {
        bucket = middle + 1;
      } else {
        to = middle;
      }
    }
    return bucket;
  }

  private void handOn(List<Row> rows, Consumer<GenericRecord> sink) {
    int time = schema.rows().getField(schema.eventTimeColumn()).pos();
    rows.sort(
        ((Comparator<Row>) (a, b) -> Long.compareUnsigned(a.place(), b.place()))
            .thenComparingLong(row -> (long) row.values().get(time)));
    rows.forEach(row -> sink.accept(row.values()));
  }

  private static void sortUnsigned(long[] values) {
    // Flipping the sign bit makes the signed order the unsigned one.
    Arrays.setAll(values, i -> values[i] ^ Long.MIN_VALUE);
    Arrays.sort(values);
    Arrays.setAll(values, i -> values[i] ^ Long.MIN_VALUE);
  }

  /** Rows dealt out to files, one for each stretch of the curve. */
  private final class Buckets implements Closeable {
    private final List<Path> paths = new ArrayList<>();
    private final List<org.apache.avro.file.DataFileWriter<GenericRecord>> writers =
        new ArrayList<>();

    Buckets(Path scratch) throws IOException {
      String id = UUID.randomUUID().toString();
      for (int i = 0; i <= bounds.length; i++) {
        paths.add(scratch.resolve("bucket-%s-%d.avro".formatted(id, i)));
        writers.add(
            new org.apache.avro.file.DataFileWriter<GenericRecord>(new GenericDatumWriter<>())
                .setCodec(CodecFactory.snappyCodec())
                .create(schema.rows(), paths.get(i).toFile()));
      }
    }

    void put(int bucket, GenericRecord row) {
      try {
        writers.get(bucket).append(row);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + paths.get(bucket), e);
      }
    }

    void handOn(Consumer<GenericRecord> sink) throws IOException {
      for (int i = 0; i < writers.size(); i++) {
        writers.get(i).close();
        List<Row> rows = new ArrayList<>();
        try (DataFileReader<GenericRecord> reader =
            new DataFileReader<>(paths.get(i).toFile(), new GenericDatumReader<>())) {
          reader.forEach(row -> rows.add(new Row(place(row), row)));
        }
        ZOrder.this.handOn(rows, sink);
      }
    }

    @Override
    public void close() throws IOException {
      for (int i = 0; i < writers.size(); i++) {
        writers.get(i).close();
        Files.deleteIfExists(paths.get(i));
      }
    }
  }
}
