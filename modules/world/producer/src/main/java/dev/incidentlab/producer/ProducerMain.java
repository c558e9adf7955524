package dev.incidentlab.producer;

import dev.incidentlab.producer.ledger.LedgerException;
import dev.incidentlab.schema.RegistryUnavailableException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The producer's process. Exit status: 0 after SIGTERM, 1 if it cannot start or cannot end in
 * order, 2 if the command line is wrong; the reason is one line on standard error.
 */
public final class ProducerMain {
  private static final Logger LOG = LoggerFactory.getLogger(ProducerMain.class);

  /**
   * In the environment: what requests must bring as bearer token. On the command line it would show
   * in every list of processes.
   */
  public static final String KEY = "LAB_PRODUCER_KEY";

  private static final int FAILED = 1;
  private static final int USAGE = 2;

  /** How long SIGTERM waits for acknowledgements before it gives them up. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private static final Duration ABORT_LIMIT = Duration.ofSeconds(5);

  private ProducerMain() {}

  /**
   * Starts the process.
   *
   * @param args see {@link Arguments}
   */
  public static void main(String[] args) throws InterruptedException {
    try {
      start(Arguments.parse(args));
    } catch (IllegalArgumentException e) {
      exit(USAGE, e);
    } catch (IOException | LedgerException | KafkaException | RegistryUnavailableException e) {
      exit(FAILED, e);
    }
  }

  private static void start(Arguments arguments) throws IOException, InterruptedException {
    // Until there is something to end in order, a signal just ends the process.
    AtomicReference<IntSupplier> ending = new AtomicReference<>(() -> 0);
    Runtime.getRuntime()
        .addShutdownHook(
            // Halting is how a hook chooses the exit status.
            new Thread(() -> Runtime.getRuntime().halt(ending.get().getAsInt()), "stop"));
    ControlServer server = listen(arguments.port());
    LOG.info("listening on 127.0.0.1:{}", server.port());
    Startup.Ready ready = new Startup(arguments, server::waitingFor).run();
    PublishingLoop loop = new PublishingLoop(ready.upstream(), Clock.systemUTC());
    ending.set(() -> stop(server, loop, ready.outbox()));
    loop.start();
    server.ready(loop);
    LOG.info("ready, published through {}", loop.status().publishedThrough());
  }

  private static ControlServer listen(int port) throws IOException {
    try {
      return ControlServer.start(port, System.getenv().getOrDefault(KEY, ""));
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on 127.0.0.1:%d: %s; use a free --port".formatted(port, e.getMessage()),
          e);
    }
  }

  /** Ends after the current second; returns the exit status. */
  private static int stop(ControlServer server, PublishingLoop loop, Outbox outbox) {
    try {
      boolean ended = loop.stop(STOP_LIMIT);
      if (!ended) {
        outbox.abort();
        loop.stop(ABORT_LIMIT);
      }
      server.stop();
      outbox.close();
      LOG.info("stopped, published through {}", loop.status().publishedThrough());
      return ended && loop.status().error() == null ? 0 : FAILED;
    } catch (IOException | KafkaException e) {
      System.err.println("producer: cannot end in order: " + e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  private static void exit(int status, Exception reason) {
    System.err.println("producer: " + String.valueOf(reason.getMessage()).replace('\n', ' '));
    Runtime.getRuntime().halt(status);
  }
}
