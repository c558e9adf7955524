package dev.incidentlab.grading;

import dev.incidentlab.schema.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a verdict is based on.
 *
 * @param kafka how topics are read
 * @param ledgerDirectory where the producer writes the ledger
 * @param baseline as observed at the page
 * @param freshness how old, in story time, the newest row of a table may be
 * @param storyNow the story's time now; safe for many threads
 * @param registry where writers' schemas are, to show what a wrong row should be; examples are less
 *     telling without it
 * @param symptoms what had to be seen before the learner could act
 * @param published what models have made of the tables; empty if there are no models
 */
public record Evidence(
    KafkaAccess kafka,
    Path ledgerDirectory,
    List<Subject> subjects,
    Baseline baseline,
    Duration freshness,
    Supplier<Instant> storyNow,
    Optional<SchemaRegistry> registry,
    List<Symptom> symptoms,
    Optional<PublishedModels> published) {
  public Evidence {
    subjects = List.copyOf(subjects);
    symptoms = List.copyOf(symptoms);
    if (subjects.isEmpty()) {
      throw new IllegalArgumentException("there are no subjects; a verdict needs at least one");
    }
    if (freshness.isNegative() || freshness.isZero()) {
      throw new IllegalArgumentException(
          "freshness is %s; it is an age above 0".formatted(freshness));
    }
  }
}
