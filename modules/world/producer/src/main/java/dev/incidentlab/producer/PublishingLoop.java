package dev.incidentlab.producer;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that publishes: it runs commands one after the other and, in live mode, ticks in
 * between.
 */
final class PublishingLoop {
  private static final Logger LOG = LoggerFactory.getLogger(PublishingLoop.class);
  private static final Duration TICK = Duration.ofMillis(100);

  private final Upstream upstream;
  private final Clock wallClock;
  private final BlockingQueue<FutureTask<Status>> commands = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::run, "publishing");
  private volatile boolean stopping;

  PublishingLoop(Upstream upstream, Clock wallClock) {
    this.upstream = upstream;
    this.wallClock = wallClock;
  }

  void start() {
    thread.start();
  }

  /** The state at the end of the last step; never waits. */
  Status status() {
    return upstream.status();
  }

  /**
   * Runs a command on the publishing thread and waits for its end. Whatever it throws comes out
   * here.
   */
  Status submit(Function<Upstream, Status> command) throws InterruptedException {
    FutureTask<Status> task = new FutureTask<>(() -> command.apply(upstream));
    commands.add(task);
    if (stopping) {
      task.cancel(false);
      throw new IllegalStateException("the producer is stopping");
    }
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /**
   * Ends after the second that is being published.
   *
   * @return false if it has not ended within {@code limit}
   */
  boolean stop(Duration limit) throws InterruptedException {
    stopping = true;
    upstream.stop();
    commands.add(new FutureTask<>(upstream::status));
    thread.join(limit.toMillis());
    return !thread.isAlive();
  }

  private void run() {
    boolean moreIsDue = false;
    while (!stopping) {
      try {
        FutureTask<Status> command = moreIsDue ? commands.poll() : await();
        if (command != null) {
          command.run();
        }
        moreIsDue = upstream.tick(wallClock.instant());
      } catch (PublishingException e) {
        LOG.error("publishing stopped: {}", e.getMessage());
        moreIsDue = false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    commands.forEach(left -> left.cancel(false));
  }

  private FutureTask<Status> await() throws InterruptedException {
    return upstream.isLive()
        ? commands.poll(TICK.toMillis(), TimeUnit.MILLISECONDS)
        : commands.take();
  }
}
