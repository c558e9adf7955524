package dev.incidentlab.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.LineageAnswers.DatasetView;
import dev.incidentlab.api.LineageAnswers.EvidenceView;
import dev.incidentlab.api.LineageAnswers.GateOn;
import dev.incidentlab.api.LineageAnswers.LineageView;
import dev.incidentlab.api.LineageAnswers.ReachedView;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineageViewsTest {
  private static final DatasetView FINANCE = new DatasetView("finance_daily", "model");

  private static List<String> lines(LineageView view) {
    List<String> lines = LineageViews.lines(view, new Style(false));
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Style.WIDTH));
    return lines;
  }

  @Test
  void tellsWhatIsAffectedWhatIsNotAndOnWhatEvidence() {
    List<String> lines =
        lines(
            new LineageView(
                "ad-events",
                "topic",
                "spend_micros",
                false,
                List.of(
                    new ReachedView(
                        "ad-events.dead-letters",
                        "topic",
                        List.of("spend_micros"),
                        List.of("ingest-fact_ad_events", "replay-fact_ad_events"),
                        null),
                    new ReachedView(
                        "fact_ad_events",
                        "table",
                        List.of("spend_micros"),
                        List.of("ingest-fact_ad_events", "replay-fact_ad_events"),
                        new EvidenceView(
                            1_200, "ingest-fact_ad_events", "2026-03-03T09:22:00Z", "13")),
                    new ReachedView(
                        "ml_features",
                        "model",
                        List.of("micros_per_click"),
                        List.of("ml_features"),
                        new EvidenceView(
                            1, "ml_features", "2026-03-03T09:20:00Z", "ml_features-3"))),
                List.of(new DatasetView("fact_billing", "table"), FINANCE),
                List.of(
                    new GateOn("fact_ad_events.spend_micros.distribution", "warn"),
                    new GateOn("fact_ad_events.event_id.uniqueness", "error")),
                42,
                ""));

    assertThat(String.join("\n", lines).replaceAll("\\s+", " "))
        .contains(
            "Affected by column spend_micros of ad-events (topic)",
            "ad-events.dead-letters topic declared spend_micros; by",
            "fact_ad_events table 09:22:00 spend_micros; by",
            "last ingest-fact_ad_events, version 13, 1\u2009200 events",
            "micros_per_click; by ml_features; version ml_features-3, 1 event",
            "NOT affected: fact_billing, finance_daily",
            "distribution (warns), fact_ad_events.event_id.uniqueness (holds back)",
            "based on 42 events");
  }

  @Test
  void nothingIsSaidPlainly() {
    assertThat(
            lines(
                new LineageView(
                    "exec_dashboard.tiles",
                    "dashboard",
                    null,
                    false,
                    List.of(),
                    List.of(FINANCE),
                    List.of(),
                    0,
                    "")))
        .contains("nothing is made of exec_dashboard.tiles (dashboard)");
    assertThat(
            lines(
                new LineageView(
                    "ad-events", "topic", null, true, List.of(), List.of(), List.of(), 0, "")))
        .contains(
            "ad-events (topic) is made of nothing in this lab",
            "No part of it: nothing; every dataset is");
  }
}
