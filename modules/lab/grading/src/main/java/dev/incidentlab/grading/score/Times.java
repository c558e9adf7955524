package dev.incidentlab.grading.score;

import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.StoryClock.Segment;
import dev.incidentlab.drill.scenario.GroundTruth.Scope;
import dev.incidentlab.grading.Aftermath.Recovered;
import dev.incidentlab.grading.score.Score.Dimension;
import dev.incidentlab.grading.score.Score.Measure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How long things took, each on its clocks. */
final class Times {
  static final String NAME = "times";

  private static final String BASED_ON =
      "detection: the story time of the fault's journal line to that of the alert's, at the looks that"
          + " the scenario lets the alert rules have while it fast-forwards; acknowledged and mitigated:"
          + " from the page's line to the lines of `ack` and of the watch on the ingest job;"
          + " recovered: the commit time of the first version of the tables that holds everything"
          + " published before the page and all that ingest passed since, found by bisection";

  /** To change the pace, the clock is held for an instant; nobody gains time by it. */
  private static final Duration NOTICED = Duration.ofSeconds(1);

  private static final int DAY_FROM = 11;
  private static final int DAY_TO = 19;

  private final RunFacts facts;
  private final Scope scope;
  private final Optional<JournalEntry> page;

  Times(RunFacts facts) {
    this.facts = facts;
    this.scope = facts.scenario().groundTruth().scope();
    this.page = facts.journal().page(scope.outage().or(scope::harm));
  }

  Dimension dimension() {
    List<Measure> measures = new ArrayList<>();
    scope.harm().ifPresent(harm -> measures.add(detect("detect harm", harm, false)));
    scope.outage().ifPresent(outage -> measures.add(detect("detect outage", outage, true)));
    measures.add(
        sincePage("acknowledge", facts.journal().verbs("ack").stream().findFirst(), "nobody did"));
    measures.add(
        sincePage("mitigate", facts.journal().progressing(), "ingest did not progress again"));
    measures.add(recover());
    return new Dimension(NAME, summary(measures), measures, BASED_ON);
  }

  /** Story time from which on everything was right; empty if it never was. */
  Optional<Instant> recoveredAt() {
    return recoveredWall().map(facts.storyAt());
  }

  /** Whether the story ran at pace 1 from the page to the end. */
  static boolean binding(List<Segment> segments) {
    return paces(segments).equals(List.of(1.0));
  }

  static String clocks(List<Segment> segments) {
    List<Double> paces = paces(segments);
    if (paces.equals(List.of(1.0))) {
      return "times bind: the story ran at pace 1 from the page to the end";
    }
    return "times do not bind, they would at pace 1 without a pause; the story ran at %s"
        .formatted(
            String.join(
                ", then ",
                paces.stream().map(pace -> pace == 0 ? "pace 0 (held)" : "pace " + pace).toList()));
  }

  /** The paces since the story first ran, without the hold that ends it. */
  private static List<Double> paces(List<Segment> segments) {
    List<Double> paces = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      if (i + 1 < segments.size()
          && Duration.between(segment.wall(), segments.get(i + 1).wall()).compareTo(NOTICED) < 0) {
        continue;
      }
      boolean sameAsBefore = !paces.isEmpty() && paces.get(paces.size() - 1) == segment.pace();
      if ((!paces.isEmpty() || segment.pace() > 0) && !sameAsBefore) {
        paces.add(segment.pace());
      }
    }
    if (!paces.isEmpty() && paces.get(paces.size() - 1) == 0) {
      paces.remove(paces.size() - 1);
    }
    return paces;
  }

  private Measure detect(String what, Instant from, boolean pagesOnly) {
    if (!facts.journal().injectedAt(from)) {
      return Measure.text(what, "not measured: no fault was injected at " + time(from));
    }
    Optional<JournalEntry> alert = facts.journal().alert(from, pagesOnly);
    if (alert.isEmpty()) {
      return Measure.text(what, "no alert since " + time(from));
    }
    Instant at = RunJournal.story(alert.get());
    Duration took = Duration.between(from, at);
    return new Measure(
        what,
        "%s story (%s to %s, %s); no wall time, the story was fast-forwarded"
            .formatted(span(took), time(from), time(at), alert.get().data().get("alert")),
        seconds(took),
        "story s");
  }

  private Measure sincePage(String what, Optional<JournalEntry> line, String otherwise) {
    return line.isEmpty()
        ? Measure.text(what, otherwise)
        : sincePage(what, RunJournal.story(line.get()), RunJournal.wall(line.get()));
  }

  private Measure sincePage(String what, Instant story, Instant wall) {
    if (page.isEmpty()) {
      return Measure.text(what, "not measured: nobody was paged");
    }
    Instant from = RunJournal.story(page.get());
    Duration took = Duration.between(from, story);
    return new Measure(
        what,
        "%s story (%s to %s), %s wall"
            .formatted(
                span(took),
                time(from),
                time(story),
                span(Duration.between(facts.journal().couldActOn(page.get()), wall))),
        seconds(took),
        "story s");
  }

  private Measure recover() {
    String what = "recover";
    if (facts.recovered().value().isEmpty()) {
      return Measure.text(what, "not measured: " + facts.recovered().problem());
    }
    List<String> broken =
        facts.recovered().value().get().stream()
            .filter(one -> one.version() == null)
            .map(Recovered::table)
            .toList();
    if (!broken.isEmpty()) {
      return Measure.text(
          what, "%s did not hold everything at the end".formatted(String.join(", ", broken)));
    }
    return recoveredWall()
        .map(wall -> sincePage(what, facts.storyAt().apply(wall), wall))
        .orElseGet(() -> Measure.text(what, "every table held everything at the page"));
  }

  private Optional<Instant> recoveredWall() {
    List<Recovered> tables = facts.recovered().value().orElse(List.of());
    return tables.stream().anyMatch(one -> one.version() == null)
        ? Optional.empty()
        : tables.stream()
            .filter(one -> !one.neverHarmed())
            .map(Recovered::at)
            .max(Comparator.naturalOrder());
  }

  private String summary(List<Measure> measures) {
    Instant deadline = facts.deadline();
    Optional<Instant> recovered = recoveredAt();
    if (recovered.isEmpty()) {
      return measures.get(measures.size() - 1).text();
    }
    Duration left = Duration.between(recovered.get(), deadline);
    return left.isNegative()
        ? "recovered %s after the deadline (%s)".formatted(span(left.negated()), time(deadline))
        : "recovered %s before the deadline (%s)".formatted(span(left), time(deadline));
  }

  static String span(Duration span) {
    Duration whole = span.truncatedTo(ChronoUnit.SECONDS);
    return whole.toHours() > 0
        ? "%d h %02d min".formatted(whole.toHours(), whole.toMinutesPart())
        : "%d min %02d s".formatted(whole.toMinutes(), whole.toSecondsPart());
  }

  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString().substring(DAY_FROM, DAY_TO);
  }

  static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
