package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.incidentlab.delta.failpoint.Failpoint;
import dev.incidentlab.delta.failpoint.Failpoints;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An optimizer or a replay that is killed with SIGKILL where it hurts. */
class KilledWriterTest {

  private static final int BATCHES = 20;
  private static final Duration RETENTION = Duration.ofHours(1);

  @TempDir Path temp;
  private DeltaTable table;

  @BeforeEach
  void ingest() throws Exception {
    table = DeltaTable.create(temp.resolve("table"), Event.TABLE);
    Process ingest = start(WriterProcess.Role.INGEST, Failpoints.in(temp.resolve("none")));
    assertThat(ingest.waitFor()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "OPTIMIZER, data-file.writing, false",
    "OPTIMIZER, log-entry.linked, true",
    "REPLAYER_1, upsert.decided, false",
    "REPLAYER_1, log-entry.linked, true"
  })
  void theTableIsAsBeforeOrAsAfter(WriterProcess.Role role, String point, boolean committed)
      throws Exception {
    kill(role, point, committed);
  }

  @ParameterizedTest
  @CsvSource({
    "OPTIMIZER, commit.files-published, false",
    "OPTIMIZER, log-entry.written, false",
    "REPLAYER_1, upsert.table-file-read, false",
    "REPLAYER_1, data-file.copying, false",
    "REPLAYER_1, commit.files-published, false",
    "REPLAYER_1, log-entry.written, false"
  })
  @Tag("slow")
  void soItIsElsewhere(WriterProcess.Role role, String point, boolean committed) throws Exception {
    kill(role, point, committed);
  }

  private void kill(WriterProcess.Role role, String point, boolean committed) throws Exception {
    long before = table.snapshot().version();
    Failpoints failpoints = Failpoints.in(temp.resolve("failpoints"));
    failpoints.arm(point, 1);
    Process writer = start(role, failpoints);
    try {
      await().atMost(60, TimeUnit.SECONDS).until(() -> failpoints.held(point).isPresent());
    } finally {
      writer.destroyForcibly().waitFor();
    }

    // An optimizer changes no row, and a replay those of its window, to its own revision.
    assertThat(table.snapshot().version()).isEqualTo(committed ? before + 1 : before);
    KernelReader kernel = new KernelReader(table.directory());
    List<Event> rows = kernel.events(kernel.latest());
    assertThat(rows.stream().map(Event::offset))
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(0, BATCHES * WriterProcess.BATCH).boxed().toList());
    assertThat(rows).allMatch(e -> e.equals(WriterProcess.event(e.offset(), e.revision())));
    boolean repaired = rows.stream().anyMatch(e -> e.revision() == role.revision());
    assertThat(repaired).isEqualTo(committed && role == WriterProcess.Role.REPLAYER_1);

    // Whoever comes next is not in its way, and nothing of it stays.
    assertThat(table.optimize(new OptimizeRequest(1 << 20, List.of())).filesRemoved()).isPositive();
    new Vacuum(
            table,
            new VacuumRequest(RETENTION, true),
            Clock.offset(Clock.systemUTC(), RETENTION.multipliedBy(2)))
        .run();
    Set<Path> named = new HashSet<>();
    LongStream.rangeClosed(0, table.snapshot().version())
        .forEach(v -> table.snapshot(v).files().forEach(f -> named.add(f.path())));
    assertThat(AppendTest.parquetBelow(table.directory()))
        .containsExactlyInAnyOrderElementsOf(named);
    assertThat(kernel.events(kernel.latest())).containsExactlyInAnyOrderElementsOf(rows);
  }

  private Process start(WriterProcess.Role role, Failpoints failpoints) throws Exception {
    ProcessBuilder process = WriterProcess.process(table.directory(), role, BATCHES, 5);
    process.environment().put(Failpoint.VARIABLE, failpoints.variable());
    return process.redirectOutput(temp.resolve(role.name()).toFile()).start();
  }
}
