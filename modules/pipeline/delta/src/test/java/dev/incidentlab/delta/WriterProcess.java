package dev.incidentlab.delta;

import dev.incidentlab.delta.UpsertRequest.Mode;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;

/** A program of its own that writes to a table: continuous ingest, replays, or an optimizer. */
final class WriterProcess {

  static final int BATCH = 10;
  static final SourcePartition SOURCE = new SourcePartition("topic", 0);

  private static final long FIRST_KEY = 0x0198c0de00007000L;

  private final Path folder;
  private final Role role;
  private final long rows;
  private final Random random;

  /** What it does, and the revision of the rows that it writes. */
  enum Role {
    INGEST(1),
    REPLAYER_1(2),
    REPLAYER_2(3),
    OPTIMIZER(0);

    private final int revision;

    Role(int revision) {
      this.revision = revision;
    }

    int revision() {
      return revision;
    }
  }

  private WriterProcess(Path folder, Role role, int batches, long seed) {
    this.folder = folder;
    this.role = role;
    this.rows = (long) batches * BATCH;
    this.random = new Random(seed * 31 + role.ordinal());
  }

  public static void main(String[] args) {
    new WriterProcess(
            Path.of(args[0]),
            Role.valueOf(args[1]),
            Integer.parseInt(args[2]),
            Long.parseLong(args[3]))
        .run();
  }

  /**
   * An event of three dates, whose values follow from its offset and revision. Keys are in time
   * order and UUIDs, so that a replay finds what the table has.
   */
  static Event event(long offset, int revision) {
    return Event.of(new UUID(FIRST_KEY + offset, offset).toString(), offset, revision)
        .withTime(Event.START.plus(offset % 3, ChronoUnit.DAYS).plusSeconds(offset));
  }

  /** A Java process of it. */
  static ProcessBuilder process(Path folder, Role role, int batches, long seed) {
    return JavaProcess.of(WriterProcess.class, folder, role, batches, seed);
  }

  private void run() {
    switch (role) {
      case INGEST -> ingest();
      case OPTIMIZER -> optimize();
      default -> replay();
    }
  }

  private void ingest() {
    DeltaTable table = DeltaTable.open(folder);
    for (long from = 0; from < rows; from += BATCH) {
      AppendResult result =
          table.append(
              Event.stage(table, "ingest", events(from, from + BATCH)),
              Map.of(SOURCE, new OffsetRange(from, from + BATCH)));
      sayRetries(result.retries());
    }
  }

  /** Windows of what ingest has committed, the last one after ingest has ended. */
  private void replay() {
    DeltaTable table = DeltaTable.open(folder);
    boolean last = false;
    for (int i = 0; !last; i++) {
      long position = position(table);
      last = position == rows;
      if (position > 0) {
        long from = random.nextLong(position);
        long to = from + 1 + random.nextLong(Math.min(position - from, 4 * BATCH));
        String id = role + "-" + i;
        UpsertResult result =
            table.upsert(new UpsertRequest(id, staged(table, id, from, to), Mode.UPSERT));
        System.out.printf("window %d %d%n", from, to);
        sayRetries(result.retries());
      }
    }
  }

  private Staged staged(DeltaTable table, String id, long from, long to) {
    try (UpsertWriter writer = table.newUpsertWriter(id, Mode.UPSERT)) {
      events(from, to).forEach(event -> writer.write(event.toRow(table.schema())));
      return writer.finish();
    }
  }

  private void optimize() {
    DeltaTable table = DeltaTable.open(folder);
    boolean last = false;
    while (!last) {
      last = position(table) == rows;
      List<String> zOrderBy = random.nextInt(3) == 0 ? List.of("spend_micros") : List.of();
      // Small, so that some files are large enough to stay.
      long target = 4_000L + random.nextInt(20_000);
      OptimizeResult result = table.optimize(new OptimizeRequest(target, zOrderBy));
      if (result.filesRemoved() > 0) {
        System.out.printf("optimized %d%n", result.version());
      }
      sayRetries(result.retries());
    }
  }

  private List<Event> events(long from, long to) {
    return LongStream.range(from, to).mapToObj(o -> event(o, role.revision())).toList();
  }

  private static long position(DeltaTable table) {
    return table.position(SOURCE).orElse(0);
  }

  private static void sayRetries(int retries) {
    if (retries > 0) {
      System.out.printf("retried %d%n", retries);
    }
  }
}
