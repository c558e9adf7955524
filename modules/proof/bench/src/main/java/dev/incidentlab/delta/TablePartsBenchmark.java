package dev.incidentlab.delta;

import dev.incidentlab.bench.parts.LocalRegistry;
import dev.incidentlab.ingest.RowMapper;
import dev.incidentlab.producer.SeededFrames;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.RegistryDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.io.api.Binary;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What an upsert does to each row, each file and each commit. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TablePartsBenchmark {
  private static final int ROWS = 50_000;
  private static final SourcePartition SOURCE = new SourcePartition("benchmark", 0);

  private Path folder;
  private DeltaTable table;
  private List<GenericRecord> rows;
  private DataFile file;
  private RowDigest[] digests;
  private SourceIndex index;
  private long committed;
  private int next;

  @Setup
  public void make() throws Exception {
    folder = Files.createTempDirectory("lab-bench-parts");
    table =
        DeltaTable.create(
            folder,
            TableSchema.of(
                "fact_ad_events", Contracts.load(Contracts.AD_EVENT, 1), "event_id", "event_ts"));
    rows = new ArrayList<>();
    RowMapper mapper = new RowMapper(table.schema());
    try (LocalRegistry registry = new LocalRegistry()) {
      RegistryDecoder decoder = new RegistryDecoder(registry.client(), Contracts.AD_EVENT, 1);
      new SeededFrames(2L * ROWS, 0.5, 1, 2)
          .generate(0, 1, frame -> rows.add(mapper.row(decoder.decode(frame), 0, rows.size(), 2)));
    }
    rows = rows.subList(0, ROWS);
    file = write();
    digests = rows.stream().map(TablePartsBenchmark::digest).toArray(RowDigest[]::new);
    index = offered();
  }

  private static RowDigest digest(GenericRecord row) {
    RowDigest digest = new RowDigest();
    digest.reset();
    digest.key(Binary.fromString(row.get("event_id").toString()));
    digest.offset((long) row.get(TableSchema.OFFSET));
    return digest;
  }

  @TearDown
  public void delete() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private DataFile write() {
    try (DataFileWriter writer = table.newWriter("rows")) {
      rows.forEach(writer::write);
      return writer.finish().get(0);
    }
  }

  private SourceIndex offered() {
    SourceIndex offered = new SourceIndex(ROWS);
    for (int i = 0; i < ROWS; i++) {
      offered.offer(0, i, digests[i]);
    }
    return offered;
  }

  /** Per row, with closing the file and forcing it to disk. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public DataFile writeRow() {
    DataFile written = write();
    table.discard(List.of(written));
    return written;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public long scanRow() {
    long[] sum = new long[1];
    RowScan.scan(
        table.files().staged(file),
        table.schema(),
        false,
        (row, digest) -> sum[0] += digest.content());
    return sum[0];
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public long scanRowKeyOnly() {
    long[] sum = new long[1];
    RowScan.scan(
        table.files().staged(file),
        table.schema(),
        true,
        (row, digest) -> sum[0] += digest.keyLow());
    return sum[0];
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public SourceIndex indexOffer() {
    return offered();
  }

  @Benchmark
  public int indexFind() {
    next = next + 1 == ROWS ? 0 : next + 1;
    return index.find(digests[next]);
  }

  /** Per file. */
  @Benchmark
  public Optional<FileBounds> fileBounds() {
    return FileStats.bounds(file.statsJson(), table.schema());
  }

  /** One of no files; each makes the log longer, as in a table that lives. */
  @Benchmark
  public AppendResult commit() {
    committed++;
    return table.append(List.of(), Map.of(SOURCE, new OffsetRange(committed - 1, committed)));
  }
}
