package dev.incidentlab.server.adapter;

import dev.incidentlab.drill.Condition;
import dev.incidentlab.drill.Observation;
import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.drill.Verdict;
import dev.incidentlab.grading.Baseline;
import dev.incidentlab.grading.Evidence;
import dev.incidentlab.grading.Grader;
import dev.incidentlab.grading.Subject;
import dev.incidentlab.grading.Symptom;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;

/** The grader, given what this lab's verdicts are based on. */
public final class Grading {
  private final Map<String, Object> kafka = new HashMap<>();
  private final Path ledger;
  private final List<Subject> subjects;
  private final String registryUrl;
  private final Duration freshness;
  private final Supplier<Instant> storyNow;
  private volatile Grader grader;

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
    grader =
        new Grader(
            new Evidence(
                kafka,
                ledger,
                subjects,
                Baseline.record(kafka, subjects),
                freshness,
                storyNow,
                Optional.of(registryUrl),
                seen));
  }

  /** Judges now; only for use after {@link #recordBaseline}. */
  public Verdict judge(List<String> oracles) throws InterruptedException {
    return grader.judge(oracles);
  }
}
