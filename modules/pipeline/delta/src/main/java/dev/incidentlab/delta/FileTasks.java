package dev.incidentlab.delta;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Work on files that do not depend on each other, with a thread per processor while it lasts: a
 * table holds no threads.
 */
final class FileTasks {

  private FileTasks() {}

  /**
   * Runs all of them. If one fails, the others run to their end first: they may be writing.
   *
   * @return their results, in the order of the tasks
   * @throws RuntimeException what the first task that failed has thrown, in that order
   */
  static <T> List<T> run(List<? extends Callable<T>> tasks) {
    int threads = Math.min(tasks.size(), Runtime.getRuntime().availableProcessors());
    if (threads <= 1) {
      return tasks.stream().map(FileTasks::call).toList();
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads, FileTasks::daemon);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> done : pool.invokeAll(tasks)) {
        results.add(done.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TableException("interrupted while data files were read or written", e);
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static <T> T call(Callable<T> task) {
    try {
      return task.call();
    } catch (Exception e) {
      throw unchecked(e);
    }
  }

  private static RuntimeException unchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failure
        ? failure
        : new IllegalStateException("tasks on files throw no checked exceptions", cause);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "table-files");
    thread.setDaemon(true);
    return thread;
  }
}
