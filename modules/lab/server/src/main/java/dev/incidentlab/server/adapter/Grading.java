package dev.incidentlab.server.adapter;

import dev.incidentlab.drill.Condition;
import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.Observation;
import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.drill.Verdict;
import dev.incidentlab.grading.Aftermath;
import dev.incidentlab.grading.Aftermath.Recovered;
import dev.incidentlab.grading.Baseline;
import dev.incidentlab.grading.Diagnosis;
import dev.incidentlab.grading.Evidence;
import dev.incidentlab.grading.Grader;
import dev.incidentlab.grading.Grader.Judgement;
import dev.incidentlab.grading.IncidentScope;
import dev.incidentlab.grading.Limits;
import dev.incidentlab.grading.Moment;
import dev.incidentlab.grading.Subject;
import dev.incidentlab.grading.Symptom;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;

/** The grader, given what this lab's verdicts are based on. */
public final class Grading {
  /** The finding on whether what was done outlives a restart. */
  public static final String RESTART_RESISTANCE = "restart-resistance";

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  private final Map<String, Object> kafka = new HashMap<>();
  private final Path ledger;
  private final List<Subject> subjects;
  private final String registryUrl;
  private final Duration freshness;
  private final Supplier<Instant> storyNow;
  private volatile Evidence evidence;
  private volatile Moment page;
  private volatile Diagnosed diagnosed;

  /** A diagnosis, and how things were when it was given. */
  private record Diagnosed(Diagnosis diagnosis, Moment at) {}

  /**
   * @param ledger where the producer writes its ledger
   * @param freshness how old a table's newest event may be
   */
  public Grading(
      Properties kafka,
      Path ledger,
      Tables tables,
      String registryUrl,
      Duration freshness,
      Supplier<Instant> storyNow) {
    kafka.forEach((name, value) -> this.kafka.put(name.toString(), value));
    this.ledger = ledger;
    this.subjects =
        IngestPipeline.ALL.stream()
            .map(
                p ->
                    Subject.of(
                        p.topic(),
                        tables.directory(p),
                        p.deadLetterTopic(),
                        p.contract(),
                        IngestPipeline.READER_VERSION))
            .toList();
    this.registryUrl = registryUrl;
    this.freshness = freshness;
    this.storyNow = storyNow;
  }

  /**
   * Observes, at the page, what must still be so at the verdict.
   *
   * @param symptoms what had to manifest, with what was seen; what was not seen is absent
   */
  public void recordBaseline(List<Condition> expected, Map<Condition, Observation> symptoms)
      throws ObservationException {
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
            Baseline.record(kafka, subjects),
            freshness,
            storyNow,
            Optional.of(registryUrl),
            seen);
    page = Moment.now(ledger, subjects);
  }

  /** Keeps a diagnosis, in place of an earlier one, with how things are now. */
  public void diagnosed(Diagnosis diagnosis) throws ObservationException {
    diagnosed = new Diagnosed(diagnosis, Moment.now(ledger, subjects));
  }

  /** The last diagnosis. */
  public Optional<Diagnosis> diagnosis() {
    return Optional.ofNullable(diagnosed).map(Diagnosed::diagnosis);
  }

  /** How far the incident reached; only for use after the final verdict. */
  public IncidentScope scope(String topic) throws ObservationException, InterruptedException {
    return new Aftermath(evidence)
        .scope(topic, page, Optional.ofNullable(diagnosed).map(Diagnosed::at));
  }

  /** When the tables were right again; only for use after the final verdict. */
  public List<Recovered> recovered() throws ObservationException, InterruptedException {
    return new Aftermath(evidence).recovered(page);
  }

  /** Judges now; only for use after {@link #recordBaseline}. */
  public Judgement judge(List<String> oracles) throws InterruptedException {
    return new Grader(evidence).judgeWithCounts(oracles);
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
    Limits limits = Limits.DEFAULT.withSamples(samples, LOOK_AGAIN);
    Judgement judgement = new Grader(evidence, limits).judgeWithCounts(List.copyOf(names));
    List<Finding> findings = new ArrayList<>(judgement.verdict().findings());
    findings.stream()
        .filter(finding -> finding.oracle().equals(Grader.FORWARD_PROGRESS))
        .findFirst()
        .ifPresent(progress -> findings.add(restarted(progress)));
    return new Judgement(new Verdict(findings), judgement.counts());
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
