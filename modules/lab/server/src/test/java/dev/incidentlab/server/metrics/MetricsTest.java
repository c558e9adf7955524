package dev.incidentlab.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.server.metrics.Metrics.Named;
import dev.incidentlab.server.metrics.Metrics.Scraped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Pattern LINE =
      Pattern.compile("# (HELP|TYPE) \\S+ .+|[a-z_]+(\\{[^}]*\\})? [-+.0-9E]+");

  private final Metrics metrics = new Metrics(null, () -> null);

  @Test
  void saysWhatTheRunIsOfAndWhereItsStoryStands() throws Exception {
    Scraped scraped = metrics.write(null, run(), List.of());

    assertThat(scraped.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(scraped.body().lines())
        .contains(
            "incidentlab_run_info{phase=\"on_call\",run=\"run-1\",scenario=\"pinned-schema\"} 1",
            "incidentlab_story_pace 2.0",
            "incidentlab_alerts_firing{severity=\"page\"} 3.0")
        .allMatch(line -> LINE.matcher(line).matches());
    assertThat(scraped.body()).contains("incidentlab_story_timestamp_seconds 1.7725302E9\n");
  }

  @Test
  void whatDoesNotAnswerIsLeftOutAndTold() throws Exception {
    Named silent =
        new Named(
            "jobs",
            to -> {
              throw new IllegalStateException("nobody there");
            });
    Named answers =
        new Named(
            "topics",
            to -> to.metricSnapshot(Families.counters("records", "help", "topic", Map.of("a", 7))));

    assertThat(metrics.write(null, run(), List.of(silent, answers)).body().lines())
        .contains(
            "incidentlab_records_total{topic=\"a\"} 7.0",
            "incidentlab_unanswered{look=\"jobs\"} 1.0",
            "incidentlab_unanswered{look=\"topics\"} 0.0")
        .noneMatch(line -> line.contains("nobody there"));
  }

  @Test
  void speaksOpenMetricsToWhoAcceptsIt() throws Exception {
    Scraped scraped =
        metrics.write("application/openmetrics-text; version=1.0.0", run(), List.of());

    assertThat(scraped.contentType()).startsWith("application/openmetrics-text");
    assertThat(scraped.body()).endsWith("# EOF\n");
  }

  private static RunMetrics run() {
    return new RunMetrics(
        "run-1",
        "pinned-schema",
        Phase.ON_CALL,
        Instant.parse("2026-03-03T09:30:00Z"),
        2,
        Map.of("page", 3));
  }
}
