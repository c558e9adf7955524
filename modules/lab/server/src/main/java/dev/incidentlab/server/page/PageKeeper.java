package dev.incidentlab.server.page;

import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.server.past.RunLines;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunState;
import dev.incidentlab.stack.Component;
import dev.incidentlab.stack.ComponentStatus;
import dev.incidentlab.stack.EmbeddedStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the state of a run at its page, and has components be as they were then. */
public final class PageKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(PageKeeper.class);
  private static final String PAUSED = "paused";
  private static final String GONE = "gone";
  private static final Set<Component> NEEDED_BY_JOBS =
      Set.of(Component.KAFKA, Component.FLINK_JOBMANAGER, Component.FLINK_TASKMANAGER);

  private PageKeeper() {}

  /**
   * Keeps it while nothing moves. A run on somebody else's platform keeps none; nor does one whose
   * disk is full, which goes on without.
   *
   * @param seen figures of the page that a rewind needs, for the journal
   */
  public static void keep(Platform platform, RunState state, Map<String, Object> seen) {
    if (!(platform.stack() instanceof EmbeddedStack stack)) {
      return;
    }
    PageFolder page = PageFolder.of(state.folder());
    long began = System.nanoTime();
    Map<String, String> troubled = troubled(stack);
    try {
      stack.whileStill(() -> copy(page, state));
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      Map<String, Object> data = new LinkedHashMap<>(seen);
      data.put(RunLines.PAGE_KEPT, took.toMillis());
      data.put(RunLines.TROUBLED, troubled);
      JournalEntry line =
          state
              .journal()
              .write(
                  Journal.LAB,
                  Kind.LAB,
                  "The state of the page is kept, in %.2f s; `rewind` goes back to it."
                      .formatted(took.toMillis() / 1e3),
                  data);
      page.whole(
          new PageFolder.Facts(line.seq(), state.runId(), state.folder().toString(), line.wall()));
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("the state of the page cannot be kept", e);
      state
          .journal()
          .write(
              Kind.LAB,
              "The state of the page cannot be kept (%s); there is no `rewind` in this run."
                  .formatted(e.getMessage()));
    }
  }

  private static void copy(PageFolder page, RunState state) {
    try {
      page.copyFrom(state.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> troubled(EmbeddedStack stack) {
    Map<String, String> troubled = new LinkedHashMap<>();
    Set<Component> paused = stack.paused();
    for (ComponentStatus status : stack.status()) {
      if (paused.contains(status.component())) {
        troubled.put(status.component().id(), PAUSED);
      } else if (!status.alive()) {
        troubled.put(status.component().id(), GONE);
      }
    }
    return troubled;
  }

  /**
   * Has components that have just been started hang or be gone as they were at the page, as far as
   * jobs can be started without them: what these ask them for they must not get.
   *
   * @param troubled as the journal's line about the page has it
   */
  public static void troubleBeforeJobs(Platform platform, Map<String, String> troubled) {
    trouble(platform, troubled, component -> !NEEDED_BY_JOBS.contains(component));
  }

  /** The same with the components that jobs cannot be started without. */
  public static void troubleAfterJobs(Platform platform, Map<String, String> troubled) {
    trouble(platform, troubled, NEEDED_BY_JOBS::contains);
  }

  private static void trouble(
      Platform platform, Map<String, String> troubled, Predicate<Component> which) {
    if (platform.stack() instanceof EmbeddedStack stack) {
      troubled.forEach(
          (id, how) -> {
            Component component = Component.of(id);
            if (!which.test(component)) {
              return;
            }
            if (how.equals(PAUSED)) {
              stack.pause(component);
            } else {
              stack.kill(component);
            }
          });
    }
  }
}
