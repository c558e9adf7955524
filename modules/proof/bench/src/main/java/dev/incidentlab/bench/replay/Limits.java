package dev.incidentlab.bench.replay;

import dev.incidentlab.delta.DataFileWriter;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.ingest.JobOptions;
import dev.incidentlab.schema.EventDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What bounds a replay from below, each with as many threads as the job has subtasks, in this JVM
 * with its compilers as they are by default.
 */
final class Limits {
  private static final int BATCH = 50_000;
  private static final int REVISION = 1;

  private final JobOptions options;
  private final ParallelRead read;

  Limits(BenchStack stack, Published published, Path scratch) {
    this.options = stack.options(scratch);
    this.read =
        new ParallelRead(stack.kafkaClient(), options.topic(), published, options.parallelism());
  }

  /** Seconds to read every record's bytes. */
  double consume() throws InterruptedException {
    return read.run(() -> record -> {});
  }

  /** Seconds to read and decode every record. */
  double decode() throws InterruptedException {
    return read.run(
        () -> {
          EventDecoder decoder = Rows.decoder(options);
          return record -> decoder.decode(record.value());
        });
  }

  /**
   * Seconds that the slowest thread spends on writing every row to Parquet files and forcing them
   * to disk. Rows are decoded before, a batch at a time, which is not counted.
   */
  double write() throws InterruptedException, IOException {
    DeltaTable table = options.table();
    AtomicLong slowest = new AtomicLong();
    try {
      read.run(() -> new WriteOnly(table, slowest));
    } finally {
      TableCopy.delete(table.directory());
    }
    return slowest.get() / 1e9;
  }

  private final class WriteOnly implements ParallelRead.Visitor {
    private final Rows rows = new Rows(options);
    private final List<GenericRecord> batch = new ArrayList<>(BATCH);
    private final DataFileWriter writer;
    private final AtomicLong slowest;
    private long nanos;

    WriteOnly(DeltaTable table, AtomicLong slowest) {
      this.writer = table.newWriter("limit/rows");
      this.slowest = slowest;
    }

    @Override
    public void visit(ConsumerRecord<byte[], byte[]> record) throws Exception {
      batch.add(rows.row(record, REVISION));
      if (batch.size() == BATCH) {
        writeBatch();
      }
    }

    @Override
    public void end() {
      writeBatch();
      long began = System.nanoTime();
      var unused = writer.finish();
      nanos += System.nanoTime() - began;
      slowest.accumulateAndGet(nanos, Math::max);
    }

    private void writeBatch() {
      long began = System.nanoTime();
      batch.forEach(writer::write);
      nanos += System.nanoTime() - began;
      batch.clear();
    }
  }
}
