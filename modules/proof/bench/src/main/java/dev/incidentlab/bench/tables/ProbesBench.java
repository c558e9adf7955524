package dev.incidentlab.bench.tables;

import dev.incidentlab.bench.replay.BenchStack;
import dev.incidentlab.bench.replay.TableCopy;
import dev.incidentlab.bench.report.Machine;
import dev.incidentlab.bench.report.RecordCount;
import dev.incidentlab.bench.report.Report;
import dev.incidentlab.bench.report.Sample;
import dev.incidentlab.bench.report.Target;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.producer.SeededFrames;
import dev.incidentlab.warehouse.NullRatio;
import dev.incidentlab.warehouse.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench probes}: what the lab looks at every second, on one day of ad events. */
@Command(
    name = "probes",
    description = "Measures freshness, volume and null ratio of a large table.",
    mixinStandardHelpOptions = true)
public final class ProbesBench implements Callable<Integer> {
  private static final String COLUMN = "placement";
  private static final Duration WINDOW = Duration.ofHours(1);

  /** As the lab's own. */
  private static final int WAREHOUSE_MEGABYTES = 256;

  private static final int THREADS = 2;
  private static final int ROWS_PER_FILE = 50_000;
  private static final Target TARGET = Target.atMost(100);

  @Option(
      names = "--records",
      defaultValue = "10M",
      description = "how many rows (default: ${DEFAULT-VALUE})")
  private RecordCount records;

  @Option(
      names = "--runs",
      defaultValue = "20",
      description = "how often each is measured (default: ${DEFAULT-VALUE})")
  private int runs;

  private final List<Sample> samples = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("lab-bench-probes");
    try {
      DeltaTable made =
          new LargeTable(
                  folder.resolve(BenchStack.PIPELINE.table()),
                  records.records(),
                  THREADS,
                  ROWS_PER_FILE,
                  nanos -> {})
              .make();
      long rows = measure(made);
      new Report(
              Machine.describe(),
              "probes of %,d rows in %,d files, %d runs each"
                  .formatted(rows, made.snapshot().files().size(), runs),
              samples,
              List.of())
          .publish("probes");
      return 0;
    } finally {
      TableCopy.delete(folder);
    }
  }

  private long measure(DeltaTable made) {
    Instant end = Instant.ofEpochSecond(SeededFrames.endOfDay());
    long rows = made.snapshot().rows();
    try (Warehouse warehouse = new Warehouse(WAREHOUSE_MEGABYTES)) {
      // Opened anew for the first figure: a process that just started has read no log yet.
      add(
          "first freshness of a process",
          1,
          () -> freshness(warehouse, DeltaTable.open(made.directory())));
      add("freshness", runs, () -> freshness(warehouse, made));
      add("volume", runs, () -> required(made.snapshot().rows()));
      add("null ratio, the last hour", runs, () -> nulls(warehouse, made, end, WINDOW));
      add("null ratio, the whole day", runs, () -> nulls(warehouse, made, end, Duration.ofDays(1)));
    }
    return rows;
  }

  private static long freshness(Warehouse warehouse, DeltaTable table) {
    return required(warehouse.freshness(table).newestEvent().orElseThrow().getEpochSecond());
  }

  private static long nulls(Warehouse warehouse, DeltaTable table, Instant until, Duration window) {
    NullRatio ratio = warehouse.nullRatio(table, COLUMN, until, window);
    // The generator leaves out a fifth of the placements.
    if (ratio.ratio() < 0.19 || ratio.ratio() > 0.21) {
      throw new IllegalStateException("a null ratio of %s; it is known to be 0.2".formatted(ratio));
    }
    return required(ratio.rows());
  }

  private static long required(long count) {
    if (count <= 0) {
      throw new IllegalStateException("a probe of an empty table measures nothing");
    }
    return count;
  }

  private void add(String what, int times, LongSupplier probe) {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      long began = System.nanoTime();
      var unused = probe.getAsLong();
      millis.add((System.nanoTime() - began) / 1e6);
    }
    samples.add(new Sample(what, "ms", TARGET, millis));
  }
}
