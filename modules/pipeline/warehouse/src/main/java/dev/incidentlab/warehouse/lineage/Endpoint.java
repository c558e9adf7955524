package dev.incidentlab.warehouse.lineage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends events to an OpenLineage backend, one at a time, from a queue of bounded length. If the
 * backend does not take them, they are lost to it and to nobody else: one message says so.
 */
final class Endpoint implements AutoCloseable {
  /** Where backends take events, unless the address says otherwise. */
  private static final String PATH = "/api/v1/lineage";

  private static final int LENGTH = 1_000;
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final int OK = 2;
  private static final int HUNDREDS = 100;

  private final URI uri;
  private final Consumer<String> trouble;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final BlockingQueue<String> queue;
  private final Thread sender = new Thread(this::send, "lineage-endpoint");
  private boolean troubled;
  private volatile boolean closing;

  /**
   * @param uri of the backend; {@value #PATH} if it has no path
   * @param trouble is told once if it does not take an event
   */
  Endpoint(URI uri, Consumer<String> trouble) {
    this(uri, trouble, LENGTH);
  }

  Endpoint(URI uri, Consumer<String> trouble, int length) {
    this.uri = uri.getPath() == null || uri.getPath().length() <= 1 ? uri.resolve(PATH) : uri;
    this.trouble = trouble;
    this.queue = new ArrayBlockingQueue<>(length);
    sender.setDaemon(true);
    sender.start();
  }

  /**
   * The address of a backend.
   *
   * @throws IllegalArgumentException if it is none
   */
  static URI address(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw noAddress(text, e);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.matches("https?") || uri.getHost() == null) {
      throw noAddress(text, null);
    }
    return uri;
  }

  private static IllegalArgumentException noAddress(String text, Throwable cause) {
    return new IllegalArgumentException(
        "--lineage-url '%s' must be the http or https address of an OpenLineage backend, for instance http://localhost:5000"
            .formatted(text),
        cause);
  }

  /** Queues an event; it is dropped if the queue is full. */
  void offer(String event) {
    if (!queue.offer(event)) {
      tell("it is %,d events behind".formatted(queue.size()));
    }
  }

  private void send() {
    try {
      while (true) {
        String event = closing ? queue.poll() : queue.poll(1, TimeUnit.SECONDS);
        if (event != null) {
          post(event);
        } else if (closing) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void post(String event) throws InterruptedException {
    try {
      HttpResponse<Void> answer =
          http.send(
              HttpRequest.newBuilder(uri)
                  .timeout(PATIENCE)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(event))
                  .build(),
              BodyHandlers.discarding());
      if (answer.statusCode() / HUNDREDS != OK) {
        tell("it answers with status " + answer.statusCode());
      }
    } catch (IOException e) {
      tell(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }
  }

  private synchronized void tell(String why) {
    if (!troubled) {
      troubled = true;
      trouble.accept(
          "Lineage endpoint %s does not take all events (%s); the run's file has them all, and nothing is said of it again."
              .formatted(uri, why));
    }
  }

  /** Sends the rest for a moment. */
  @Override
  public void close() {
    closing = true;
    try {
      sender.join(LAST_WORDS.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sender.interrupt();
  }
}
