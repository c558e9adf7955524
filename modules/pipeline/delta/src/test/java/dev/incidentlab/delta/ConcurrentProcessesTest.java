package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ingest, two replays of overlapping windows and an optimizer, each a process of its own, on one
 * table, while Delta Kernel reads every version as it appears.
 */
class ConcurrentProcessesTest {

  @TempDir Path temp;
  private Path folder;

  @ParameterizedTest
  @ValueSource(longs = 41)
  void everyVersionIsRightAndSoIsTheEnd(long seed) throws Exception {
    run(seed, 50);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  @Tag("slow")
  void everyVersionIsRightAndSoIsTheEndForLonger(long seed) throws Exception {
    run(seed, 200);
  }

  private void run(long seed, int batches) throws Exception {
    folder = temp.resolve("table");
    DeltaTable.create(folder, Event.TABLE);
    Map<String, Process> processes = new TreeMap<>();
    KernelReader kernel = new KernelReader(folder);
    long read = 0;
    try {
      for (WriterProcess.Role role : WriterProcess.Role.values()) {
        processes.put(role.name(), start(role, batches, seed));
      }
      while (processes.values().stream().anyMatch(Process::isAlive)) {
        read = readUpTo(kernel.latest(), read, kernel, seed);
      }
      for (Map.Entry<String, Process> process : processes.entrySet()) {
        assertThat(process.getValue().waitFor())
            .as("seed %d, %s: %s", seed, process.getKey(), output(process.getKey()))
            .isZero();
      }
    } finally {
      processes.values().forEach(Process::destroyForcibly);
    }
    long last = kernel.latest();
    readUpTo(last, read, kernel, seed);

    assertMetEachOther(seed);
    assertThat(kernel.events(last))
        .as("seed %d: the newest version", seed)
        .containsExactlyInAnyOrderElementsOf(expected(batches));
    assertThat(byDuckDb())
        .as("seed %d: DuckDB and Kernel", seed)
        .containsExactlyInAnyOrderElementsOf(
            kernel.events(last).stream().map(ConcurrentProcessesTest::line).toList());
    assertNoOrphans(seed);
  }

  /** Each version has each row up to ingest's position once, as one of the writers made it. */
  private long readUpTo(long latest, long read, KernelReader kernel, long seed) {
    for (long version = read + 1; version <= latest; version++) {
      long position = kernel.position(version, WriterProcess.SOURCE).orElse(0L);
      List<Event> events = kernel.events(version);
      assertThat(events.stream().map(Event::offset))
          .as("seed %d: offsets of version %d", seed, version)
          .containsExactlyInAnyOrderElementsOf(LongStream.range(0, position).boxed().toList());
      assertThat(events)
          .as("seed %d: rows of version %d", seed, version)
          .allMatch(e -> e.equals(WriterProcess.event(e.offset(), e.revision())));
    }
    return Math.max(read, latest);
  }

  /** The best of what was written of each offset. */
  private List<Event> expected(int batches) throws IOException {
    long rows = (long) batches * WriterProcess.BATCH;
    int[] revisions = new int[(int) rows];
    Arrays.fill(revisions, WriterProcess.Role.INGEST.revision());
    for (WriterProcess.Role role : WriterProcess.Role.values()) {
      for (String line : lines(role, "window")) {
        String[] words = line.split(" ");
        for (int o = Integer.parseInt(words[1]); o < Integer.parseInt(words[2]); o++) {
          revisions[o] = Math.max(revisions[o], role.revision());
        }
      }
    }
    return LongStream.range(0, rows)
        .mapToObj(o -> WriterProcess.event(o, revisions[(int) o]))
        .toList();
  }

  /** Without it the test would prove nothing. */
  private void assertMetEachOther(long seed) throws IOException {
    assertThat(lines(WriterProcess.Role.OPTIMIZER, "optimized"))
        .as("seed %d: optimizes that changed something", seed)
        .isNotEmpty();
    assertThat(lines(WriterProcess.Role.REPLAYER_2, "window"))
        .as("seed %d: replays", seed)
        .isNotEmpty();
    List<String> retried = new ArrayList<>();
    for (WriterProcess.Role role : WriterProcess.Role.values()) {
      retried.addAll(lines(role, "retried"));
    }
    assertThat(retried).as("seed %d: conflicts that were retried", seed).isNotEmpty();
    assertThat(lines(WriterProcess.Role.INGEST, "retried"))
        .as("seed %d: conflicts of ingest, which has none", seed)
        .isEmpty();
  }

  private void assertNoOrphans(long seed) {
    DeltaTable table = DeltaTable.open(folder);
    Set<Path> named = new HashSet<>();
    LongStream.rangeClosed(0, table.snapshot().version())
        .forEach(v -> table.snapshot(v).files().forEach(f -> named.add(f.path())));
    assertThat(AppendTest.parquetBelow(folder))
        .as("seed %d: data files and those that a version names", seed)
        .containsExactlyInAnyOrderElementsOf(named);
  }

  private List<String> byDuckDb() throws Exception {
    String files =
        DeltaTable.open(folder).snapshot().files().stream()
            .map(f -> "'" + f.path() + "'")
            .collect(Collectors.joining(",", "[", "]"));
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select event_id, spend_micros, _offset, _decoder_revision, epoch_us(event_ts),"
                    + " attribution.model, placement from read_parquet("
                    + files
                    + ", union_by_name=true)")) {
      while (result.next()) {
        rows.add(
            Stream.of(1, 2, 3, 4, 5, 6, 7)
                .map(column -> text(result, column))
                .collect(Collectors.joining("|")));
      }
    }
    return rows;
  }

  private static String text(ResultSet row, int column) {
    try {
      return row.getString(column);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static String line(Event e) {
    return "%s|%d|%d|%d|%d|%s|%s"
        .formatted(
            e.id(),
            e.spend(),
            e.offset(),
            e.revision(),
            ChronoUnit.MICROS.between(Instant.EPOCH, e.time()),
            e.model(),
            e.placement());
  }

  private Process start(WriterProcess.Role role, int batches, long seed) throws IOException {
    return WriterProcess.process(folder, role, batches, seed)
        .redirectOutput(temp.resolve(role.name()).toFile())
        .start();
  }

  private String output(String role) throws IOException {
    return Files.readString(temp.resolve(role));
  }

  private List<String> lines(WriterProcess.Role role, String first) throws IOException {
    return output(role.name()).lines().filter(line -> line.startsWith(first)).toList();
  }
}
