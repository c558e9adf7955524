package dev.incidentlab.bench.replay;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.drill.Outcome;
import dev.incidentlab.grading.Baseline;
import dev.incidentlab.grading.Evidence;
import dev.incidentlab.grading.Grader;
import dev.incidentlab.grading.KafkaAccess;
import dev.incidentlab.grading.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Compares a table with the producer's ledger, row by row, through the grader's own reader. */
public final class Truth {
  /** The oracle that compares. */
  private static final String LEDGER = "ledger";

  private final Evidence evidence;

  /** A figure was measured of a replay that came out wrong. */
  static final class WrongResultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongResultException(String message) {
      super(message);
    }
  }

  private Truth(Evidence evidence) {
    this.evidence = evidence;
  }

  /**
   * @param kafka client properties
   * @param storyNow behind the last event
   */
  public static Truth of(Properties kafka, Path ledger, Path table, Instant storyNow)
      throws ObservationException {
    Subject subject =
        new Subject(
            BenchStack.PIPELINE.topic(),
            table,
            BenchStack.PIPELINE.deadLetterTopic(),
            BenchStack.PIPELINE.contract());
    Map<String, Object> properties = new HashMap<>();
    kafka.forEach((name, value) -> properties.put(name.toString(), value));
    KafkaAccess client = new KafkaAccess(properties, "");
    return new Truth(
        new Evidence(
            client,
            ledger,
            List.of(subject),
            Baseline.record(client, List.of(subject)),
            Duration.ofDays(1),
            () -> storyNow,
            Optional.empty(),
            List.of(),
            Optional.empty()));
  }

  /**
   * @throws WrongResultException unless the table holds exactly what was published
   */
  void require(long records) throws InterruptedException {
    Finding finding = judge(List.of(LEDGER)).get(0);
    if (finding.outcome() != Outcome.PASS || finding.checked() != records) {
      throw new WrongResultException(
          "the table is not what was published: %s (%,d compared); %s"
              .formatted(finding.observed(), finding.checked(), finding.examples()));
    }
  }

  /** What these oracles find, in their order. */
  public List<Finding> judge(List<String> oracles) throws InterruptedException {
    return new Grader(evidence).judge(oracles).findings();
  }
}
