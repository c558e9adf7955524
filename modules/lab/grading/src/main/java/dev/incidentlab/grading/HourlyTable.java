package dev.incidentlab.grading;

import dev.incidentlab.grading.TableReader.DataFile;
import dev.incidentlab.grading.TableReader.Version;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.TimestampType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A table by the hours of its events, in several versions. A file is read once, however many
 * versions have it. For one thread.
 */
final class HourlyTable {
  private static final long MICROS_AN_HOUR = 3_600_000_000L;
  private static final int SECONDS_AN_HOUR = 3_600;
  private static final String TYPE = "event_type";
  private static final String SPEND = "spend_micros";
  private static final byte[] IMPRESSION = "IMPRESSION".getBytes(StandardCharsets.UTF_8);
  private static final byte[] CLICK = "CLICK".getBytes(StandardCharsets.UTF_8);
  private static final byte[] CONVERSION = "CONVERSION".getBytes(StandardCharsets.UTF_8);
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final TableReader table;
  private final List<String> columns;
  private final Version latest;
  private final Map<Long, Version> versions = new HashMap<>();
  private final Map<String, Map<Instant, HourTotals>> byFile = new ConcurrentHashMap<>();

  /** Is told of each row. */
  private interface RowSink {
    void row(Instant hour, long hash, ColumnVector[] vectors, int row);
  }

  /**
   * @param columns that count; the event time is one of them
   */
  HourlyTable(TableReader table, Version latest, List<String> columns) {
    this.table = table;
    this.columns = columns;
    this.latest = latest;
    versions.put(latest.number(), latest);
  }

  /** The totals of the newest version by hour. */
  Map<Instant, HourTotals> latest() throws IOException, InterruptedException {
    return totals(latest);
  }

  /** The totals of an older version by hour. */
  Map<Instant, HourTotals> at(long number) throws IOException, InterruptedException {
    return totals(version(number));
  }

  private Version version(long number) {
    return versions.computeIfAbsent(number, table::at);
  }

  private Map<Instant, HourTotals> totals(Version version)
      throws IOException, InterruptedException {
    List<DataFile> unread =
        version.files().stream().filter(file -> !byFile.containsKey(file.path())).toList();
    if (!unread.isEmpty()) {
      unread.forEach(file -> byFile.put(file.path(), new TreeMap<>()));
      // Each thread reads whole files, so that nobody shares a file's totals.
      read(version, unread, this::add);
    }
    Map<Instant, HourTotals> totals = new TreeMap<>();
    version
        .files()
        .forEach(
            file ->
                byFile
                    .get(file.path())
                    .forEach(
                        (hour, of) -> totals.computeIfAbsent(hour, h -> new HourTotals()).add(of)));
    return totals;
  }

  private interface FileSink {
    RowSink of(String path);
  }

  private void read(Version version, Collection<DataFile> files, FileSink sinks)
      throws IOException, InterruptedException {
    table.read(version, files, columns, () -> (path, batch) -> visit(batch, sinks.of(path)));
  }

  private RowSink add(String path) {
    Map<Instant, HourTotals> hours = byFile.get(path);
    int type = columns.indexOf(TYPE);
    int spend = columns.indexOf(SPEND);
    int time = columns.indexOf(Reconciler.TIME_COLUMN);
    return (hour, hash, vectors, row) -> {
      HourTotals totals = hours.computeIfAbsent(hour, h -> new HourTotals());
      totals.rows++;
      totals.hashes += hash;
      totals.newestMicros = Math.max(totals.newestMicros, vectors[time].getLong(row));
      if (type >= 0 && !vectors[type].isNullAt(row)) {
        byte[] symbol = vectors[type].getBinary(row);
        if (Arrays.equals(symbol, IMPRESSION)) {
          totals.impressions++;
        } else if (Arrays.equals(symbol, CLICK)) {
          totals.clicks++;
        } else if (Arrays.equals(symbol, CONVERSION)) {
          totals.conversions++;
        }
      }
      if (spend >= 0 && !vectors[spend].isNullAt(row)) {
        totals.spendMicros += vectors[spend].getLong(row);
      }
    };
  }

  /**
   * Whether the rows that an older version has in an hour are all in the newest one, as they were.
   */
  boolean keeps(long number, Instant hour) throws IOException, InterruptedException {
    Version older = version(number);
    Set<String> still = new HashSet<>(latest.files().stream().map(DataFile::path).toList());
    List<DataFile> gone = older.files().stream().filter(f -> !still.contains(f.path())).toList();
    if (gone.isEmpty()) {
      return true;
    }
    Set<String> had = new HashSet<>(older.files().stream().map(DataFile::path).toList());
    List<DataFile> came = latest.files().stream().filter(f -> !had.contains(f.path())).toList();
    Set<Long> rows = hashes(latest, came, hour);
    return rows.containsAll(hashes(older, gone, hour));
  }

  private Set<Long> hashes(Version version, List<DataFile> files, Instant hour)
      throws IOException, InterruptedException {
    Set<Long> hashes = ConcurrentHashMap.newKeySet();
    if (!files.isEmpty()) {
      read(
          version,
          files,
          path ->
              (of, hash, vectors, row) -> {
                if (of.equals(hour)) {
                  hashes.add(hash);
                }
              });
    }
    return hashes;
  }

  private void visit(FilteredColumnarBatch batch, RowSink sink) {
    ColumnVector[] vectors = new ColumnVector[columns.size()];
    for (int c = 0; c < vectors.length; c++) {
      vectors[c] = batch.getData().getColumnVector(c);
    }
    ColumnVector time = vectors[columns.indexOf(Reconciler.TIME_COLUMN)];
    long hour = Long.MIN_VALUE;
    Instant at = Instant.EPOCH;
    for (int row = 0; row < batch.getData().getSize(); row++) {
      if (RowBatch.isSelected(batch, row) && !time.isNullAt(row)) {
        long of = Math.floorDiv(time.getLong(row), MICROS_AN_HOUR);
        if (of != hour) {
          hour = of;
          at = Instant.ofEpochSecond(of * SECONDS_AN_HOUR);
        }
        sink.row(at, hash(vectors, row), vectors, row);
      }
    }
  }

  private static long hash(ColumnVector[] vectors, int row) {
    long hash = 0;
    for (ColumnVector vector : vectors) {
      hash = Long.rotateLeft((hash ^ value(vector, row)) * MIX, 31);
    }
    return hash;
  }

  private static long value(ColumnVector vector, int row) {
    if (vector.isNullAt(row)) {
      return 1;
    }
    boolean number =
        vector.getDataType() instanceof LongType || vector.getDataType() instanceof TimestampType;
    return number ? vector.getLong(row) : Arrays.hashCode(vector.getBinary(row));
  }
}
