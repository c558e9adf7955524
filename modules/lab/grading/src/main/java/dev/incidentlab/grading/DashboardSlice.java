package dev.incidentlab.grading;

import dev.incidentlab.drill.ObservationException;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The one row of a dashboard's hourly slice. */
final class DashboardSlice {
  private static final StructType COLUMNS =
      new StructType()
          .add("impressions", LongType.LONG)
          .add("clicks", LongType.LONG)
          .add("conversions", LongType.LONG)
          .add("spend_micros", LongType.LONG);

  private DashboardSlice() {}

  /**
   * The numbers in a Parquet file, as {@link HourTotals#numbers} puts them.
   *
   * @throws ObservationException if it is not there, or has not one row
   */
  static String read(Path file) throws IOException, ObservationException {
    if (!Files.exists(file)) {
      throw new ObservationException("the published file %s is gone".formatted(file));
    }
    FileStatus status = FileStatus.of(file.toUri().toString(), Files.size(file), 0);
    String numbers = null;
    int rows = 0;
    try (CloseableIterator<FileReadResult> batches =
        TableReader.engine()
            .getParquetHandler()
            .readParquetFiles(
                Utils.singletonCloseableIterator(status), COLUMNS, Optional.empty())) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> read = batches.next().getData().getRows()) {
          while (read.hasNext()) {
            Row row = read.next();
            rows++;
            numbers =
                HourTotals.numbers(row.getLong(0), row.getLong(1), row.getLong(2), row.getLong(3));
          }
        }
      }
    }
    if (rows != 1) {
      throw new ObservationException("%s has %d rows instead of one".formatted(file, rows));
    }
    return numbers;
  }
}
