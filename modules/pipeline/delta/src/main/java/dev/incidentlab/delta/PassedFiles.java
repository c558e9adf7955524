package dev.incidentlab.delta;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.hadoop.ParquetReader;

/** Staged files that nobody will want any more. */
final class PassedFiles {

  private static final Schema PLACE =
      SchemaBuilder.record("Place")
          .fields()
          .requiredInt(TableSchema.TOPIC_PARTITION)
          .requiredLong(TableSchema.OFFSET)
          .endRecord();

  /** What a finished Parquet file ends with (Parquet format, "File Format"). */
  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

  private PassedFiles() {}

  /**
   * Whether the table's positions are beyond all rows of a file: a job that comes with it again,
   * out of its checkpoint, will not need it. A file that was never finished is in no checkpoint.
   *
   * @param positions by topic partition
   */
  static boolean isPassed(Path file, Map<Integer, Long> positions) {
    try {
      return !isFinished(file) || allPassed(file, positions);
    } catch (NoSuchFileException e) {
      // Whoever staged it has committed or discarded it meanwhile.
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read staged file " + file, e);
    }
  }

  private static boolean allPassed(Path file, Map<Integer, Long> positions) throws IOException {
    try (ParquetReader<GenericRecord> reader = ParquetFiles.columns(file, PLACE)) {
      for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
        Long position = positions.get((int) row.get(TableSchema.TOPIC_PARTITION));
        if (position == null || (long) row.get(TableSchema.OFFSET) >= position) {
          return false;
        }
      }
      return true;
    }
  }

  private static boolean isFinished(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      if (channel.size() < 2L * MAGIC.length) {
        return false;
      }
      channel.position(channel.size() - MAGIC.length);
      byte[] end = new byte[MAGIC.length];
      channel.read(ByteBuffer.wrap(end));
      return Arrays.equals(end, MAGIC);
    }
  }
}
