package dev.incidentlab.grading.score;

import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.scenario.GroundTruth;
import dev.incidentlab.drill.scenario.Scenario.Hint;
import dev.incidentlab.grading.DataCounts;
import dev.incidentlab.grading.DiagnosisOracle;
import dev.incidentlab.grading.DiagnosisOracle.Part;
import dev.incidentlab.grading.IncidentScope;
import dev.incidentlab.grading.score.Score.Dimension;
import dev.incidentlab.grading.score.Score.Measure;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    dimensions.add(new Times(facts).dimension());
    dimensions.add(data());
    dimensions.add(new Collateral(facts, facts.scenario().scoring()).dimension());
    dimensions.add(new Communication(facts).dimension());
    dimensions.add(diagnosis(facts.scenario().groundTruth()));
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

  private Dimension diagnosis(GroundTruth truth) {
    String basedOn =
        "the last `diagnose`, against the scenario (component, mechanism, affected, since) and against"
            + " the topic's records with their writers' schema ids, the ledger, and the table as of the"
            + " page's version; counts within 5 %, half the credit within 25 %";
    String name = DiagnosisOracle.NAME;
    Optional<IncidentScope> scope = facts.scope().value();
    if (scope.isEmpty()) {
      return new Dimension(name, "not judged: " + facts.scope().problem(), List.of(), basedOn);
    }
    if (facts.diagnosis().isEmpty()) {
      return new Dimension(name, "none was given", is(truth, scope.get()), basedOn);
    }
    List<Part> parts = DiagnosisOracle.parts(facts.diagnosis().get(), truth, scope.get());
    List<Measure> measures = new ArrayList<>();
    for (DiagnosisOracle.Dimension one : DiagnosisOracle.Dimension.values()) {
      List<Part> claims = parts.stream().filter(part -> part.dimension() == one).toList();
      double credit = claims.stream().mapToDouble(Part::credit).sum();
      measures.add(
          new Measure(
              one.name().toLowerCase(Locale.ROOT) + " credit",
              "%s of %d".formatted(credit(credit), claims.size()),
              credit,
              "points"));
    }
    parts.forEach(part -> measures.add(Measure.text(part.name(), told(part))));
    return new Dimension(name, DiagnosisOracle.finding(parts).observed(), measures, basedOn);
  }

  private static String told(Part part) {
    if (part.right()) {
      return "right: " + part.said();
    }
    if (part.unsaid()) {
      return "not said, is " + part.is();
    }
    return "%s: said %s, is %s"
        .formatted(
            part.credit() == 0 ? "wrong" : "partly right (" + credit(part.credit()) + ")",
            part.said(),
            part.is());
  }

  private static String credit(double credit) {
    return new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(credit);
  }

  /** For somebody who did not say: what it was. */
  private static List<Measure> is(GroundTruth expected, IncidentScope scope) {
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
