package dev.incidentlab.server.metrics;

import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunState;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lab's metrics, looked at anew by each scrape: nothing is cached, and nothing is looked at
 * while nobody scrapes. What cannot be looked at is left out, which {@value RunMetrics#UNANSWERED}
 * tells; the rest of the scrape is as good. Safe for many threads.
 */
public final class Metrics {
  /** Where a server has them, as Prometheus expects it. */
  public static final String PATH = "/metrics";

  private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

  private final RunState state;
  private final Supplier<Platform> platform;
  private final ExpositionFormats formats = ExpositionFormats.init();

  /**
   * A scrape.
   *
   * @param contentType the text format's
   */
  public record Scraped(String contentType, String body) {}

  /** Some metrics, and what is asked for them. */
  interface Look {
    /**
     * Looks now.
     *
     * @throws Exception if whoever is asked does not answer
     */
    void at(MetricSnapshots.Builder metrics) throws Exception;
  }

  /** A look and what it is called where it fails. */
  record Named(String name, Look look) {}

  /**
   * @param platform null until it is up; until then only the run has metrics
   */
  public Metrics(RunState state, Supplier<Platform> platform) {
    this.state = state;
    this.platform = platform;
  }

  /**
   * Looks at everything.
   *
   * @param accept the header of that name, which chooses the format; null for the text format
   */
  public Scraped scrape(String accept) throws IOException {
    Platform running = platform.get();
    return write(
        accept,
        RunMetrics.of(state),
        running == null ? List.of() : PlatformMetrics.of(running, state));
  }

  Scraped write(String accept, RunMetrics run, List<Named> looks) throws IOException {
    MetricSnapshots.Builder metrics = MetricSnapshots.builder();
    for (Named named : looks) {
      try {
        named.look().at(metrics);
        run.answered(named.name());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("the scrape was interrupted", e);
      } catch (Exception e) {
        LOG.debug("metrics of {} cannot be looked at", named.name(), e);
        run.unanswered(named.name());
      }
    }
    run.at(metrics);
    ExpositionFormatWriter writer = writer(accept);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    writer.write(body, metrics.build());
    return new Scraped(writer.getContentType(), body.toString(StandardCharsets.UTF_8));
  }

  /** One of the text formats: the binary one wants a library more, and no scraper insists on it. */
  private ExpositionFormatWriter writer(String accept) {
    ExpositionFormatWriter openMetrics = formats.getOpenMetricsTextFormatWriter();
    return accept != null && openMetrics.accepts(accept)
        ? openMetrics
        : formats.getPrometheusTextFormatWriter();
  }
}
