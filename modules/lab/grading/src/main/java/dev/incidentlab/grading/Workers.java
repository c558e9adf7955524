package dev.incidentlab.grading;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs one piece of work on several threads at once. */
final class Workers {
  private Workers() {}

  /** The work of one thread. */
  interface Work {
    void run() throws IOException;
  }

  /** Returns when all threads are done; the first failure stops the others and is thrown. */
  static void run(int threads, Work work) throws IOException, InterruptedException {
    if (threads == 0) {
      return;
    }
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "grading-reader");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            pool.submit(
                () -> {
                  work.run();
                  return null;
                }));
      }
      for (Future<Void> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GradingException cause) {
        throw cause;
      }
      throw new IOException(Reasons.of(e.getCause()), e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
