package dev.incidentlab.bench.tables;

import dev.incidentlab.bench.parts.LocalRegistry;
import dev.incidentlab.bench.replay.BenchStack;
import dev.incidentlab.delta.DataFile;
import dev.incidentlab.delta.DataFileWriter;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.OffsetRange;
import dev.incidentlab.delta.SourcePartition;
import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.ingest.RowMapper;
import dev.incidentlab.producer.SeededFrames;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.RegistryDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * A day of ad events in a table, as continuous ingest leaves it, without a broker: each part of the
 * day is written by a thread of its own, as if it were a topic partition.
 */
final class LargeTable {
  private static final double V2_SHARE = 0.5;
  private static final int REVISION = 2;

  private final DeltaTable table;
  private final long rows;
  private final int threads;
  private final int rowsPerCommit;
  private final LongConsumer commitNanos;

  /**
   * @param rows about how many
   * @param threads that write at a time
   * @param rowsPerCommit each commit brings one file of so many rows
   * @param commitNanos is told how long each commit took; by any of the threads
   */
  LargeTable(Path directory, long rows, int threads, int rowsPerCommit, LongConsumer commitNanos) {
    this.threads = threads;
    this.rowsPerCommit = rowsPerCommit;
    this.commitNanos = commitNanos;
    this.table =
        DeltaTable.create(
            directory,
            TableSchema.of(
                BenchStack.PIPELINE.table(),
                Contracts.load(BenchStack.PIPELINE.contract(), 1),
                "event_id",
                "event_ts"));
    this.rows = rows;
  }

  DeltaTable make() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (LocalRegistry registry = new LocalRegistry()) {
      List<Future<?>> parts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Part part = new Part(i, registry);
        parts.add(
            pool.submit(
                () -> {
                  part.write();
                  return null;
                }));
      }
      for (Future<?> part : parts) {
        part.get();
      }
      return table;
    } finally {
      pool.shutdownNow();
    }
  }

  private final class Part {
    private final int number;
    private final RegistryDecoder decoder;
    private final RowMapper mapper = new RowMapper(table.schema());
    private final DataFileWriter writer = table.newWriter("large");
    private long offset;
    private long committed;

    Part(int number, LocalRegistry registry) {
      this.number = number;
      this.decoder = new RegistryDecoder(registry.client(), Contracts.AD_EVENT, 1);
    }

    void write() throws Exception {
      try (writer) {
        new SeededFrames(rows, V2_SHARE, 1, 2).generate(number, threads, this::add);
        commit();
      }
    }

    private void add(byte[] frame) throws Exception {
      writer.write(mapper.row(decoder.decode(frame), number, offset++, REVISION));
      if (offset % rowsPerCommit == 0) {
        commit();
      }
    }

    private void commit() {
      if (offset > committed) {
        List<DataFile> files = writer.finish();
        long began = System.nanoTime();
        var unused =
            table.append(
                files,
                Map.of(new SourcePartition("bench", number), new OffsetRange(committed, offset)));
        commitNanos.accept(System.nanoTime() - began);
        committed = offset;
      }
    }
  }
}
