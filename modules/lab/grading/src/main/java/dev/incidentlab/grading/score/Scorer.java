package dev.incidentlab.grading.score;

import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.scenario.ExpectedDiagnosis;
import dev.incidentlab.drill.scenario.Scenario.Hint;
import dev.incidentlab.drill.scenario.Scoring;
import dev.incidentlab.grading.DataCounts;
import dev.incidentlab.grading.DiagnosisOracle;
import dev.incidentlab.grading.DiagnosisOracle.Part;
import dev.incidentlab.grading.IncidentScope;
import dev.incidentlab.grading.score.Score.Dimension;
import dev.incidentlab.grading.score.Score.Measure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the score of a run from its facts; asks nothing and changes nothing. */
public final class Scorer {
  private final RunFacts facts;

  private Scorer(RunFacts facts) {
    this.facts = facts;
  }

  /** The score, with every dimension that the scenario asks for. */
  public static Score score(RunFacts facts) {
    return new Scorer(facts).score();
  }

  private Score score() {
    List<Dimension> dimensions = new ArrayList<>();
    Optional<Scoring> scoring = facts.scenario().scoring();
    scoring.ifPresent(s -> dimensions.add(new Times(facts, s).dimension()));
    dimensions.add(data());
    scoring.ifPresent(s -> dimensions.add(new Collateral(facts, s).dimension()));
    scoring.ifPresent(s -> dimensions.add(communication(s)));
    facts.scenario().diagnosis().ifPresent(expected -> dimensions.add(diagnosis(expected)));
    dimensions.add(hints());
    dimensions.add(
        new Dimension(
            "prevention",
            "not tried in this run",
            List.of(),
            "nothing: the fault was not injected a second time with guards on"));
    return new Score(
        facts.verdict().outcome().name(),
        Times.binding(facts.segments()),
        Times.clocks(facts.segments()) + attempt(),
        dimensions);
  }

  /** Who has been there before knows more than who has not. */
  private String attempt() {
    int attempt = facts.journal().attempt();
    return attempt == 1 ? "" : "; attempt " + attempt;
  }

  private Dimension data() {
    List<Measure> measures = new ArrayList<>();
    for (DataCounts one : facts.counts()) {
      measures.add(Measure.count(one.table() + " missing", one.missing(), "rows"));
      measures.add(Measure.count(one.table() + " duplicate", one.duplicate(), "rows"));
      measures.add(Measure.count(one.table() + " fabricated", one.fabricated(), "rows"));
      measures.add(Measure.count(one.table() + " altered", one.altered(), "rows"));
    }
    long events = facts.counts().stream().mapToLong(DataCounts::events).sum();
    boolean right = measures.stream().allMatch(m -> m.value() == 0);
    return new Dimension(
        "data",
        facts.counts().isEmpty()
            ? "not measured: the ledger could not be compared"
            : "%s of %,d events"
                .formatted(right ? "each once and as published," : "wrong,", events),
        measures,
        "the ledger of what was published against the tables and dead letters, in the final verdict");
  }

  private Dimension communication(Scoring scoring) {
    List<Instant> updates = facts.journal().verbs("say").stream().map(RunJournal::story).toList();
    Instant from = facts.scenario().clock().page();
    Instant end = new Times(facts, scoring).recoveredAt().orElse(facts.end());
    Duration longest = Duration.ZERO;
    long late = 0;
    Instant before = from;
    // What is said once all is right is courtesy; silence after that harms nobody.
    List<Instant> points =
        new ArrayList<>(updates.stream().filter(update -> !update.isAfter(end)).toList());
    points.add(end);
    for (Instant point : points) {
      Duration silence = Duration.between(before, point);
      longest = silence.compareTo(longest) > 0 ? silence : longest;
      late += silence.compareTo(scoring.updates()) > 0 ? 1 : 0;
      before = point;
    }
    String summary =
        updates.isEmpty()
            ? "stakeholders heard nothing"
            : late == 0 ? "at the cadence asked for" : "silent for longer than asked for";
    return new Dimension(
        "communication",
        summary,
        List.of(
            Measure.count("given", updates.size(), "updates"),
            new Measure(
                "longest silence",
                "%s story; asked for: every %s"
                    .formatted(Times.span(longest), Times.span(scoring.updates())),
                Times.seconds(longest),
                "story s"),
            Measure.count("silences longer than asked for", late, "times")),
        "journal lines of `say`, from the page to recovery, or to the end if there was none; story clock");
  }

  private Dimension diagnosis(ExpectedDiagnosis expected) {
    String basedOn =
        "the last `diagnose`, against the scenario (component, mechanism, affected) and against the"
            + " topic's records with their writers' schema ids, the ledger, and the table as of the"
            + " page's version; counts within 5 %";
    String name = DiagnosisOracle.NAME;
    Optional<IncidentScope> scope = facts.scope().value();
    if (scope.isEmpty()) {
      return new Dimension(name, "not judged: " + facts.scope().problem(), List.of(), basedOn);
    }
    if (facts.diagnosis().isEmpty()) {
      return new Dimension(name, "none was given", is(expected, scope.get()), basedOn);
    }
    List<Part> parts = DiagnosisOracle.parts(facts.diagnosis().get(), expected, scope.get());
    long right = parts.stream().filter(Part::right).count();
    List<Measure> measures = new ArrayList<>();
    measures.add(Measure.count("right", right, "parts"));
    parts.forEach(
        part ->
            measures.add(
                Measure.text(
                    part.name(),
                    part.right()
                        ? "right: " + part.said()
                        : "wrong: said %s, is %s".formatted(part.said(), part.is()))));
    return new Dimension(name, DiagnosisOracle.finding(parts).observed(), measures, basedOn);
  }

  /** For somebody who did not say: what it was. */
  private static List<Measure> is(ExpectedDiagnosis expected, IncidentScope scope) {
    return List.of(
        Measure.text("it was", "%s of %s".formatted(expected.mechanism(), expected.component())),
        Measure.count("rows missing at the page", scope.atPage().missing(), "rows"),
        Measure.count("rows wrong at the page", scope.atPage().wrong(), "rows"));
  }

  private Dimension hints() {
    List<JournalEntry> taken = facts.journal().hints();
    List<Hint> all = facts.scenario().hints();
    long cost = all.stream().limit(taken.size()).mapToLong(Hint::cost).sum();
    return new Dimension(
        "hints",
        "%d of %d, at %d points".formatted(taken.size(), all.size(), cost),
        List.of(
            Measure.count("taken", taken.size(), "hints"), Measure.count("cost", cost, "points")),
        "journal lines of `hint`, of every attempt; the scenario's price of each, in their order");
  }
}
