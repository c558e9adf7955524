package dev.incidentlab.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One component over all its launches. Safe for use by several threads. */
final class Child {

  private static final Logger LOG = LoggerFactory.getLogger(Child.class);
  private static final long POLL_MILLIS = 50;
  private static final int TAIL_LINES = 15;
  private static final int TERMINATED = 128 + 15;

  /** Killed half-way, an archive would have to be written, and waited for, the next time again. */
  private static final Duration ARCHIVING = Duration.ofSeconds(30);

  /** Renders what the n-th launch (from 1) runs. */
  @FunctionalInterface
  interface Launches {
    ChildSpec number(int n) throws IOException, StackStartException;
  }

  private final Component component;
  private final Launches launches;
  private final Launcher launcher;
  private final RunLayout run;
  private final StackEvents events;

  private Launch current;
  private int count;
  private boolean sealed;
  private volatile boolean paused;

  /** A process, and what is needed to judge it. */
  private record Launch(
      ChildSpec spec,
      Process process,
      long startNanos,
      long logStart,
      AtomicBoolean answered,
      ClassArchive archive,
      CompletableFuture<?> ended) {

    Duration age() {
      return Duration.ofNanos(System.nanoTime() - startNanos);
    }
  }

  Child(
      Component component,
      Launches launches,
      Launcher launcher,
      RunLayout run,
      StackEvents events) {
    this.component = component;
    this.launches = launches;
    this.launcher = launcher;
    this.run = run;
    this.events = events;
  }

  Component component() {
    return component;
  }

  /** Launches unless it runs; refused once {@link #end} was called for good. */
  synchronized void launch() throws StackStartException {
    if (sealed) {
      throw failure("is not started: the stack is being ended; start a new one", null);
    }
    if (current != null && current.process().isAlive()) {
      return;
    }
    try {
      count++;
      ChildSpec spec = launches.number(count);
      Path log = run.log(component);
      long logStart = Files.exists(log) ? Files.size(log) : 0;
      tell(() -> events.starting(component));
      Launcher.Launched launched = launcher.launch(component, spec, run);
      Process process = launched.process();
      new Predecessors(run).note(component, process.toHandle());
      paused = false;
      AtomicBoolean answered = new AtomicBoolean();
      CompletableFuture<?> ended =
          process
              .onExit()
              .thenAccept(dead -> ended(dead.exitValue(), answered.get(), launched.archive()));
      current =
          new Launch(
              spec, process, System.nanoTime(), logStart, answered, launched.archive(), ended);
    } catch (IOException e) {
      throw failure(
          "cannot be launched in %s: %s; check that the folder is writable and the lab is built"
              .formatted(run.root(), e),
          e);
    }
  }

  /** Waits until the launched process answers. */
  void awaitReady(Duration limit) throws StackStartException, InterruptedException {
    Launch launch = launched();
    while (!launch.spec().health().answers()) {
      if (launch.process().waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw exited(launch);
      }
      if (launch.age().compareTo(limit) > 0) {
        throw withTail(
            launch,
            "does not answer at %s after %d s; the limit is %d s"
                .formatted(launch.spec().address(), launch.age().toSeconds(), limit.toSeconds()));
      }
    }
    // Whoever answered, it was not a process that is gone.
    if (!launch.process().isAlive()) {
      throw exited(launch);
    }
    launch.answered().set(true);
    tell(() -> events.ready(component, launch.age()));
  }

  /** Launches it, and waits until it answers; ends it if that fails. */
  void start(Duration limit) throws StackStartException {
    launch();
    try {
      awaitReady(limit);
    } catch (StackStartException e) {
      kill();
      throw e;
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw failure("was still starting when that was interrupted; it was ended", e);
    }
  }

  /** Ends the process if it runs, and {@linkplain #start starts} another. */
  void restart(Duration grace, Duration limit) throws StackStartException {
    stop(grace);
    start(limit);
  }

  /**
   * {@link #kill}, as a fault.
   *
   * @throws IllegalStateException if there is nothing to kill
   */
  void killAlive() {
    if (!status().alive()) {
      throw new IllegalStateException(
          "%s does not run, so there is nothing to kill".formatted(component));
    }
    kill();
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() {
    Launch launch = peek();
    if (launch != null) {
      launch.process().destroyForcibly();
      launch.ended().join();
    }
  }

  void pause() {
    signal("STOP");
    paused = true;
  }

  void unpause() {
    signal("CONT");
    paused = false;
  }

  /** Whether it runs and was not {@linkplain #pause paused}. */
  boolean active() {
    return status().alive() && !paused;
  }

  /** Whether it hangs because it was {@linkplain #pause paused}. */
  boolean paused() {
    return status().alive() && paused;
  }

  /**
   * Sends a signal that does not end the process.
   *
   * @param name without its SIG
   */
  private void signal(String name) {
    Launch launch = launched();
    if (!launch.process().isAlive()) {
      throw new IllegalStateException(
          "%s does not run, so it cannot be sent SIG%s".formatted(component, name));
    }
    try {
      // Java can only end a process; the shell's own kill needs no further package.
      Process kill =
          new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(name, launch.process().pid()))
              .redirectErrorStream(true)
              .start();
      String answer = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (kill.waitFor() != 0) {
        throw new IllegalStateException(
            "%s cannot be sent SIG%s: %s".formatted(component, name, answer.strip()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run sh to signal " + component, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + component + " was signalled", e);
    }
  }

  /** Asks the process to end, and kills it after the grace; returns when it is gone. */
  void stop(Duration grace) {
    Launch launch = peek();
    if (launch == null) {
      return;
    }
    if (grace.isZero()) {
      kill();
      return;
    }
    Duration patience = isToWriteArchive(launch) ? grace.plus(ARCHIVING) : grace;
    // Not Process.destroy: that closes the pipe too, and the child would take its parent for dead.
    launch.process().toHandle().destroy();
    try {
      launch.process().waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  /** Whether the process, if it ends in good order, leaves an archive for later starts. */
  boolean isToWriteArchive() {
    Launch launch = peek();
    return launch != null && isToWriteArchive(launch);
  }

  /** One that hangs does nothing at its end. */
  private boolean isToWriteArchive(Launch launch) {
    return launch.process().isAlive()
        && !paused
        && launch.archive().isWritten()
        && launch.answered().get();
  }

  /** {@link #stop} for good: nothing is launched from here on, by whatever thread. */
  void end(Duration grace) {
    synchronized (this) {
      sealed = true;
    }
    stop(grace);
  }

  ComponentStatus status() {
    Launch launch = peek();
    Optional<Path> log = Optional.of(run.log(component));
    if (launch == null) {
      return new ComponentStatus(
          component, OptionalLong.empty(), false, "", Duration.ZERO, OptionalLong.empty(), log);
    }
    long pid = launch.process().pid();
    boolean alive = launch.process().isAlive();
    return new ComponentStatus(
        component,
        OptionalLong.of(pid),
        alive,
        launch.spec().address(),
        alive ? launch.age() : Duration.ZERO,
        alive ? ResidentMemory.of(pid) : OptionalLong.empty(),
        log);
  }

  private synchronized Launch peek() {
    return current;
  }

  private Launch launched() {
    Launch launch = peek();
    if (launch == null) {
      throw new IllegalStateException(component + " was not launched");
    }
    return launch;
  }

  private void ended(int exit, boolean answered, ClassArchive archive) {
    // Half a start would make a poor archive that is never replaced.
    archive.settle(answered && (exit == 0 || exit == TERMINATED));
    tell(() -> events.ended(component, exit));
  }

  private void tell(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      LOG.warn("{}: an event's receiver failed", component, e);
    }
  }

  private StackStartException exited(Launch launch) {
    return withTail(
        launch,
        "exited with status %d after %d ms, before it answered at %s"
            .formatted(
                launch.process().exitValue(), launch.age().toMillis(), launch.spec().address()));
  }

  private StackStartException withTail(Launch launch, String what) {
    Path log = run.log(component);
    List<String> tail = LogTail.of(log, launch.logStart(), TAIL_LINES);
    String lines =
        tail.isEmpty()
            ? "it wrote nothing to " + log
            : "the end of %s:%n  %s".formatted(log, String.join("%n  ".formatted(), tail));
    return failure(what + "; " + lines, null);
  }

  private StackStartException failure(String what, Exception cause) {
    return new StackStartException(component, component + " " + what, cause);
  }
}
