package dev.incidentlab.warehouse.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.warehouse.WholeLines;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Events as JSON lines in a file, and on their way to an endpoint. Writing is the work of one
 * thread of its own; whoever tells of something goes on at once. A last line that was cut by a
 * crash is cut off when the file is opened again. Safe for many threads.
 */
final class LineageLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path path;
  private final FileOutputStream file;
  private final Optional<Endpoint> endpoint;
  private final Consumer<JsonNode> written;
  private final Consumer<String> trouble;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "lineage");
            thread.setDaemon(true);
            return thread;
          });
  private final List<JsonNode> past;
  private boolean troubled;
  private long events;
  private long nanos;

  /**
   * How much work it was.
   *
   * @param events written by this object
   * @param spent time that the writing thread was busy with them
   */
  record Work(long events, Duration spent) {}

  /**
   * Opens the file, or makes it.
   *
   * @param written is told of every event behind its line, and first of those that the file has
   * @param trouble is told of lines that cannot be read, and once if none can be written
   * @throws UncheckedIOException if the file cannot be opened
   */
  LineageLog(
      Path path,
      Optional<Endpoint> endpoint,
      Consumer<JsonNode> written,
      Consumer<String> trouble) {
    this.path = path;
    this.endpoint = endpoint;
    this.written = written;
    this.trouble = trouble;
    try {
      past = read(path, trouble);
      file = new FileOutputStream(path.toFile(), true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open " + path + ": " + e.getMessage(), e);
    }
    past.forEach(written);
  }

  private static List<JsonNode> read(Path path, Consumer<String> trouble) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    int number = 0;
    for (String line : WholeLines.read(path)) {
      number++;
      try {
        events.add(JSON.readTree(line));
      } catch (IOException e) {
        trouble.accept(
            "Line %d of %s is no JSON; what it said is left out of lineage."
                .formatted(number, path.getFileName()));
      }
    }
    return events;
  }

  /** What the file had when it was opened. */
  List<JsonNode> past() {
    return List.copyOf(past);
  }

  Path path() {
    return path;
  }

  /**
   * Has an event written.
   *
   * @param event makes it, on the writing thread
   */
  void emit(Supplier<JsonNode> event) {
    try {
      writer.execute(() -> write(event));
    } catch (RejectedExecutionException e) {
      // It is closed, since the lab ends; what still happens then is told to nobody.
    }
  }

  private void write(Supplier<JsonNode> event) {
    long began = System.nanoTime();
    try {
      JsonNode node = event.get();
      String line = JSON.writeValueAsString(node);
      file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      endpoint.ifPresent(to -> to.offer(line));
      written.accept(node);
    } catch (IOException | RuntimeException e) {
      // Lineage is told of what happens; it must not stop it.
      if (!troubled) {
        troubled = true;
        trouble.accept(
            "Lineage cannot be written to %s: %s; nothing is said of it again."
                .formatted(path.getFileName(), e.getMessage()));
      }
    } finally {
      synchronized (this) {
        events++;
        nanos += System.nanoTime() - began;
      }
    }
  }

  synchronized Work work() {
    return new Work(events, Duration.ofNanos(nanos));
  }

  /** Waits until what was told so far is in the file. */
  void awaitWritten() throws InterruptedException {
    try {
      writer.submit(() -> {}).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // It is closed, and what was told before is in the file.
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "lineage was not written within %d s".formatted(PATIENCE.toSeconds()), e);
    }
  }

  /** Writes what was told, and gives the endpoint a moment to take the rest. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        writer.shutdownNow();
      }
      file.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + path, e);
    } finally {
      endpoint.ifPresent(Endpoint::close);
    }
  }
}
