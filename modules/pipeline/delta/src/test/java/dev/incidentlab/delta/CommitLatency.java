package dev.incidentlab.delta;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Measures how long an append takes as a table grows; a program of its own. What is timed is the
 * call alone: the file that it commits was staged before, and is one of ten rows.
 *
 * <p>Arguments: number of commits; how many commits between two optimizes, 0 for none.
 */
final class CommitLatency {

  private static final int WINDOW = 500;
  private static final int ROWS = 10;
  private static final SourcePartition SOURCE = new SourcePartition("topic", 0);

  private CommitLatency() {}

  public static void main(String[] args) throws IOException {
    int commits = Integer.parseInt(args[0]);
    int optimizeEvery = Integer.parseInt(args[1]);
    Path folder = Files.createTempDirectory("commit-latency");
    DeltaTable table = DeltaTable.create(folder, Event.TABLE).as("ingest");
    System.out.println("commits        min ms  median ms     p99 ms     max ms   files");
    double[] window = new double[WINDOW];
    for (int i = 0; i < commits; i++) {
      long from = (long) i * ROWS;
      List<DataFile> files = Event.stage(table, "ingest", rows(from));
      long began = System.nanoTime();
      table.append(files, Map.of(SOURCE, new OffsetRange(from, from + ROWS)));
      window[i % WINDOW] = (System.nanoTime() - began) / 1e6;
      if (optimizeEvery > 0 && (i + 1) % optimizeEvery == 0) {
        table.optimize(new OptimizeRequest(OptimizeRequest.DEFAULT_TARGET_BYTES, List.of()));
      }
      if ((i + 1) % WINDOW == 0) {
        Arrays.sort(window);
        System.out.printf(
            "%5d-%5d  %8.1f %10.1f %10.1f %10.1f %7d%n",
            i + 1 - WINDOW,
            i,
            window[0],
            window[WINDOW / 2],
            window[WINDOW * 99 / 100],
            window[WINDOW - 1],
            table.snapshot().files().size());
      }
    }
  }

  private static List<Event> rows(long from) {
    return LongStream.range(from, from + ROWS).mapToObj(o -> Event.of("e" + o, o)).toList();
  }
}
