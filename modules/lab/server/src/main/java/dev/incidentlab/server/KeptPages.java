package dev.incidentlab.server;

import dev.incidentlab.drill.scenario.Scenario;
import dev.incidentlab.server.page.PageCache;
import dev.incidentlab.server.page.PageKey;
import dev.incidentlab.server.resume.Opening;
import dev.incidentlab.server.resume.RunRefusedException;
import dev.incidentlab.server.run.LabOptions;
import dev.incidentlab.server.run.RunState;
import dev.incidentlab.stack.StackStartException;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a run opens that may start at the page of an earlier one, and keeps its own for later ones.
 */
final class KeptPages {
  private static final Logger LOG = LoggerFactory.getLogger(KeptPages.class);

  private final Optional<PageCache> cache;

  private KeptPages(Optional<PageCache> cache) {
    this.cache = cache;
  }

  /**
   * For a run. One that is resumed, or that tells something beyond its folder of what happens,
   * neither takes nor gives.
   */
  static KeptPages of(LabOptions options) throws IOException {
    boolean alone = options.external().isEmpty() && options.lineageUrl().isEmpty();
    return new KeptPages(
        alone && !options.resume()
            ? Optional.of(new PageCache(options.run().getParent().getParent(), PageKey.of(options)))
            : Optional.empty());
  }

  /** Opens the run. */
  Opening open(LabOptions options, Scenario scenario)
      throws IOException, RunRefusedException, StackStartException {
    if (options.resume()) {
      return Opening.resume(options, scenario);
    }
    Optional<PageCache.Lent> lent =
        cache.isPresent() && !options.fresh() ? cache.get().lend(options.run()) : Optional.empty();
    return lent.isPresent()
        ? Opening.atPage(options, scenario, lent.get())
        : Opening.begin(options, scenario);
  }

  /** Keeps the page that the run has come to; nobody waits for it. */
  void store(RunState state) {
    cache.ifPresent(
        pages -> {
          Thread thread = new Thread(() -> store(pages, state), "page-cache");
          thread.setDaemon(true);
          thread.start();
        });
  }

  private static void store(PageCache pages, RunState state) {
    try {
      pages.store(state.folder(), state.journal().after(0));
    } catch (IOException | RuntimeException e) {
      LOG.warn("the page cannot be kept for other runs", e);
    }
  }
}
