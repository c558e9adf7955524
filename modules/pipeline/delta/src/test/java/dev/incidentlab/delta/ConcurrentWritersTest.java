package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingest and replays at the same time, in threads and in processes, end in the exact union. */
class ConcurrentWritersTest {

  private static final String TOPIC = "topic";
  private static final int BATCH = 10;

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void createTable() {
    folder = temp.resolve("table");
    DeltaTable.create(folder, Event.TABLE);
  }

  @Test
  void ingestAndTwoReplaysInThreads() throws Exception {
    int batches = 25;
    ExecutorService threads = Executors.newFixedThreadPool(3);
    Set<Long> replayed = new HashSet<>();
    try {
      Future<?> ingest = threads.submit(() -> IngestLoop.run(DeltaTable.open(folder), 0, batches));
      List<Future<Set<Long>>> replays = new ArrayList<>();
      for (int replayer = 0; replayer < 2; replayer++) {
        String name = "replayer-" + replayer;
        replays.add(threads.submit(() -> replayWhileIngesting(name, ingest)));
      }
      ingest.get();
      for (Future<Set<Long>> replay : replays) {
        replayed.addAll(replay.get());
      }
    } finally {
      threads.shutdownNow();
    }

    List<Event> union =
        LongStream.range(0, (long) batches * BATCH)
            .mapToObj(o -> replayed.contains(o) ? repaired(o, 0) : ingested(o, 0))
            .toList();
    assertThat(replayed).isNotEmpty();
    assertThat(Event.read(DeltaTable.open(folder))).containsExactlyInAnyOrderElementsOf(union);
  }

  @Test
  void twoProcessesThatIngestTheSameLogAndAReplayInAThird() throws Exception {
    int batches = 20;
    Process one = startIngest(0, batches);
    Process two = startIngest(0, batches);
    DeltaTable table = DeltaTable.open(folder);
    IngestLoop.run(table, 1, batches);
    List<Event> repairs =
        LongStream.range(0, (long) batches * BATCH).mapToObj(o -> repaired(o, 1)).toList();
    table.upsert(
        new UpsertRequest("repair", Event.stage(table, repairs), UpsertRequest.Mode.UPSERT));
    int exitOne = one.waitFor();
    int exitTwo = two.waitFor();

    assertThat(List.of(exitOne, exitTwo)).as("%s", outputs()).containsOnly(0);
    assertThat(Event.read(table))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    LongStream.range(0, (long) batches * BATCH).mapToObj(o -> ingested(o, 0)),
                    repairs.stream())
                .toList());
    assertThat(table.position(new SourcePartition(TOPIC, 0))).hasValue((long) batches * BATCH);
  }

  @Test
  void ofManyJobsRestoredFromOneCheckpointOneCommits() throws Exception {
    int jobs = 6;
    DeltaTable table = DeltaTable.open(folder);
    ExecutorService threads = Executors.newFixedThreadPool(jobs);
    List<Event> all = new ArrayList<>();
    try {
      for (long from = 0; from < 10 * BATCH; from += BATCH) {
        List<Event> rows =
            LongStream.range(from, from + BATCH).mapToObj(o -> ingested(o, 0)).toList();
        List<DataFile> checkpoint = Event.stage(table, rows);
        Map<SourcePartition, OffsetRange> ranges =
            Map.of(new SourcePartition(TOPIC, 0), new OffsetRange(from, from + BATCH));
        List<Future<AppendResult>> results = new ArrayList<>();
        for (int job = 0; job < jobs; job++) {
          results.add(threads.submit(() -> DeltaTable.open(folder).append(checkpoint, ranges)));
        }
        int committed = 0;
        for (Future<AppendResult> result : results) {
          committed += result.get().skipped() ? 0 : 1;
        }
        assertThat(committed).isEqualTo(1);
        all.addAll(rows);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(Event.read(table)).containsExactlyInAnyOrderElementsOf(all);
  }

  /** Replays what ingest has committed, never beyond: a row ahead of ingest would come twice. */
  private Set<Long> replayWhileIngesting(String name, Future<?> ingest) {
    DeltaTable table = DeltaTable.open(folder);
    Set<Long> replayed = new HashSet<>();
    for (int i = 0; !ingest.isDone() || i == 0; i++) {
      long position = table.position(new SourcePartition(TOPIC, 0)).orElse(0);
      List<Event> rows =
          LongStream.range(Math.max(0, position - 3 * BATCH), position)
              .mapToObj(o -> repaired(o, 0))
              .toList();
      table.upsert(
          new UpsertRequest(
              name + "-" + i, Event.stage(table, name + "/" + i, rows), UpsertRequest.Mode.UPSERT));
      rows.forEach(row -> replayed.add(row.offset()));
    }
    return replayed;
  }

  private Process startIngest(int partition, int batches) throws IOException {
    return JavaProcess.of(IngestLoop.class, folder, partition, batches)
        .redirectOutput(File.createTempFile("ingest", ".log", temp.toFile()))
        .start();
  }

  private String outputs() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> logs = Files.list(temp)) {
      for (Path log : logs.filter(p -> p.toString().endsWith(".log")).toList()) {
        all.append(Files.readString(log)).append('\n');
      }
    }
    return all.toString();
  }

  private static Event ingested(long offset, int partition) {
    return Event.of("p" + partition + "-" + offset, offset).inPartition(partition);
  }

  private static Event repaired(long offset, int partition) {
    return ingested(offset, partition).withSpend(-offset).withRevision(2);
  }

  /** Appends a partition's log in batches, as an ingest job does; also a program of its own. */
  static final class IngestLoop {

    private IngestLoop() {}

    public static void main(String[] args) {
      run(DeltaTable.open(Path.of(args[0])), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    }

    static void run(DeltaTable table, int partition, int batches) {
      for (long from = 0; from < (long) batches * BATCH; from += BATCH) {
        List<Event> rows =
            LongStream.range(from, from + BATCH).mapToObj(o -> ingested(o, partition)).toList();
        table.append(
            Event.stage(table, "ingest-" + partition, rows),
            Map.of(new SourcePartition(TOPIC, partition), new OffsetRange(from, from + BATCH)));
      }
    }
  }
}
