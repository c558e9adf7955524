package dev.incidentlab.server.adapter;

import dev.incidentlab.drill.Condition;
import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.Observation;
import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.drill.Verdict;
import dev.incidentlab.drill.scenario.GroundTruth;
import dev.incidentlab.drill.scenario.Scenario;
import dev.incidentlab.grading.Aftermath;
import dev.incidentlab.grading.Aftermath.Recovered;
import dev.incidentlab.grading.Baseline;
import dev.incidentlab.grading.Diagnosis;
import dev.incidentlab.grading.DiagnosisOracle;
import dev.incidentlab.grading.Evidence;
import dev.incidentlab.grading.Grader;
import dev.incidentlab.grading.Grader.Judgement;
import dev.incidentlab.grading.IncidentScope;
import dev.incidentlab.grading.KafkaAccess;
import dev.incidentlab.grading.Limits;
import dev.incidentlab.grading.Moment;
import dev.incidentlab.grading.PublishedModels;
import dev.incidentlab.grading.Subject;
import dev.incidentlab.grading.Symptom;
import dev.incidentlab.schema.SchemaRegistry;
import dev.incidentlab.warehouse.runs.Downstream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The grader, given what this lab's verdicts are based on. */
public final class Grading {
  /** The finding on whether what was done outlives a restart. */
  public static final String RESTART_RESISTANCE = "restart-resistance";

  /** The oracle that the gates' expectations are met by the tables as they are. */
  public static final String GATES = "gates";

  /** The names of all oracles that a scenario may name. */
  public static final Set<String> ORACLES =
      Stream.concat(Grader.ORACLES.stream(), Stream.of(GATES, DiagnosisOracle.NAME))
          .collect(Collectors.toUnmodifiableSet());

  /** How long a job that was just restarted may take to catch up, and to show that it moves. */
  private static final Duration RESTART = Duration.ofSeconds(60);

  private static final Duration STILL = Duration.ofSeconds(20);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  private final KafkaAccess kafka;
  private final Path ledger;
  private final List<Subject> subjects;
  private final SchemaRegistry registry;
  private final Scenario scenario;
  private final Supplier<Instant> storyNow;
  private final Models models;
  private volatile Evidence evidence;
  private volatile Moment page;
  private volatile Diagnosed diagnosed;

  /** A diagnosis, and how things were when it was given. */
  private record Diagnosed(Diagnosis diagnosis, Moment at) {}

  /**
   * @param ledger where the producer writes its ledger
   * @param scenario what is true and what must be so
   */
  public Grading(
      PlatformAccess access,
      Path ledger,
      Tables tables,
      SchemaRegistry registry,
      Scenario scenario,
      Supplier<Instant> storyNow,
      Models models) {
    Map<String, Object> properties = new HashMap<>();
    access.kafkaClient().forEach((name, value) -> properties.put(name.toString(), value));
    this.kafka = new KafkaAccess(properties, access.namePrefix());
    this.ledger = ledger;
    this.subjects =
        IngestPipeline.ALL.stream()
            .map(
                p -> new Subject(p.topic(), tables.directory(p), p.deadLetterTopic(), p.contract()))
            .toList();
    this.registry = registry;
    this.scenario = scenario;
    this.storyNow = storyNow;
    this.models = models;
  }

  /** Observes, at the page, what must still be so at the verdict. */
  public Baseline observeBaseline() throws ObservationException {
    return Baseline.record(kafka, subjects);
  }

  /**
   * From now on verdicts are based on this.
   *
   * @param baseline as it was observed at the page
   * @param page how far tables and ledger were at the page
   * @param symptoms what had to manifest, with what was seen; what was not seen is absent
   */
  public void baseOn(
      Baseline baseline,
      Moment page,
      List<Condition> expected,
      Map<Condition, Observation> symptoms) {
    List<Symptom> seen =
        expected.stream()
            .map(
                condition ->
                    new Symptom(
                        condition.toString(),
                        symptoms.containsKey(condition),
                        symptoms.containsKey(condition)
                            ? symptoms.get(condition).text()
                            : "it was not seen"))
            .toList();
    evidence =
        new Evidence(
            kafka,
            ledger,
            subjects,
            baseline,
            scenario.thresholds().freshness(),
            storyNow,
            Optional.of(registry),
            seen,
            Optional.of(published()));
    this.page = page;
  }

  /** How far tables and ledger are. */
  public Moment moment() throws ObservationException {
    return Moment.now(ledger, subjects);
  }

  /**
   * Keeps a diagnosis, in place of an earlier one.
   *
   * @param at how things were when it was given
   */
  public void diagnosed(Diagnosis diagnosis, Moment at) {
    diagnosed = new Diagnosed(diagnosis, at);
  }

  /** The last diagnosis. */
  public Optional<Diagnosis> diagnosis() {
    return Optional.ofNullable(diagnosed).map(Diagnosed::diagnosis);
  }

  /** How far the incident reached; only for use after the final verdict. */
  public IncidentScope scope(GroundTruth.Scope scope)
      throws ObservationException, InterruptedException {
    return new Aftermath(evidence)
        .scope(scope, page, Optional.ofNullable(diagnosed).map(Diagnosed::at));
  }

  /** When the tables were right again; only for use after the final verdict. */
  public List<Recovered> recovered() throws ObservationException, InterruptedException {
    return new Aftermath(evidence).recovered(page);
  }

  /** Judges now; only for use after {@link #baseOn}. */
  public Judgement judge(List<String> oracles) throws InterruptedException {
    return judge(new Grader(evidence), oracles);
  }

  /**
   * Judges once the ingest jobs were started anew, and looks at freshness for longer.
   *
   * @param watched wall time
   * @return a finding for each name, and one of {@link #RESTART_RESISTANCE}
   */
  public Judgement judgeRestarted(List<String> oracles, Duration watched)
      throws InterruptedException {
    Set<String> names = new LinkedHashSet<>(oracles);
    names.add(Grader.FORWARD_PROGRESS);
    int samples = Math.max(Limits.DEFAULT.samples(), (int) watched.dividedBy(LOOK_AGAIN) + 1);
    Limits limits = Limits.DEFAULT.withSamples(samples, LOOK_AGAIN).withPatience(RESTART, STILL);
    Judgement judgement = judge(new Grader(evidence, limits), List.copyOf(names));
    List<Finding> findings = new ArrayList<>(judgement.verdict().findings());
    findings.stream()
        .filter(finding -> finding.oracle().equals(Grader.FORWARD_PROGRESS))
        .findFirst()
        .ifPresent(progress -> findings.add(restarted(progress)));
    return new Judgement(new Verdict(findings), judgement.counts());
  }

  /** The gates are the platform's own: what they say is asked of it, not of the grader. */
  private Judgement judge(Grader grader, List<String> oracles) throws InterruptedException {
    Judgement judgement =
        grader.judgeWithCounts(oracles.stream().filter(Grader.ORACLES::contains).toList());
    List<Finding> findings = new ArrayList<>(judgement.verdict().findings());
    if (oracles.contains(GATES)) {
      findings.add(oracles.indexOf(GATES), GateFinding.of(models.downstream(), storyNow.get()));
    }
    if (oracles.contains(DiagnosisOracle.NAME)) {
      findings.add(DiagnosisOracle.claimed(diagnosis(), scenario.groundTruth()));
    }
    return new Judgement(new Verdict(findings), judgement.counts());
  }

  private PublishedModels published() {
    Downstream downstream = models.downstream();
    return new PublishedModels(
        models.folder(),
        downstream.project().models().stream()
            .map(
                model ->
                    new PublishedModels.Model(
                        model.name(),
                        model.critical(),
                        IngestPipeline.of(model.sources().get(0)).topic()))
            .toList(),
        scenario.clock().page(),
        () -> downstream.paused().keySet());
  }

  private static Finding restarted(Finding progress) {
    return new Finding(
        RESTART_RESISTANCE,
        progress.outcome(),
        "after a restart of every ingest job, newly published events reach the tables",
        progress.observed(),
        progress.checked(),
        progress.examples());
  }
}
