package dev.incidentlab.bench.probes;

import dev.incidentlab.bench.parts.LocalRegistry;
import dev.incidentlab.bench.replay.BenchStack;
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

/**
 * A day of ad events in a table, as continuous ingest with two subtasks leaves it, without a
 * broker: each part of the day is written as if it were a topic partition.
 */
final class LargeTable {
  private static final int PARTS = 2;
  private static final int ROWS_PER_FILE = 50_000;
  private static final double V2_SHARE = 0.5;
  private static final int REVISION = 2;

  private final DeltaTable table;
  private final long rows;

  /**
   * @param rows about how many
   */
  LargeTable(Path directory, long rows) {
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
    ExecutorService pool = Executors.newFixedThreadPool(PARTS);
    try (LocalRegistry registry = new LocalRegistry()) {
      List<Future<?>> parts = new ArrayList<>();
      for (int i = 0; i < PARTS; i++) {
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
        new SeededFrames(rows, V2_SHARE, 1, 2).generate(number, PARTS, this::add);
        commit();
      }
    }

    private void add(byte[] frame) throws Exception {
      writer.write(mapper.row(decoder.decode(frame), number, offset++, REVISION));
      if (offset % ROWS_PER_FILE == 0) {
        commit();
      }
    }

    private void commit() {
      if (offset > committed) {
        var unused =
            table.append(
                writer.finish(),
                Map.of(new SourcePartition("bench", number), new OffsetRange(committed, offset)));
        committed = offset;
      }
    }
  }
}
