package dev.incidentlab.drill.engine;

import dev.incidentlab.drill.Condition;
import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.drill.Observation;
import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.drill.Probe;
import dev.incidentlab.drill.StoryClock;
import dev.incidentlab.drill.scenario.Scenario.ExpectedSymptom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at the world through its probes, waits for what is to be seen, and keeps what must be. */
final class Symptoms {
  /** Between two looks while something is awaited. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private final List<ExpectedSymptom> expected;
  private final Map<String, Probe> probes;
  private final Journal journal;
  private final StoryClock clock;
  private final Map<Condition, Observation> manifested;

  /**
   * @param expected what must be seen by the page
   * @param probes by name
   * @param manifested what of it was seen before
   */
  Symptoms(
      List<ExpectedSymptom> expected,
      Map<String, Probe> probes,
      Journal journal,
      StoryClock clock,
      Map<Condition, Observation> manifested) {
    this.expected = expected;
    this.probes = probes;
    this.journal = journal;
    this.clock = clock;
    this.manifested = new LinkedHashMap<>(manifested);
  }

  /** What must be seen and was, with what was seen. */
  Map<Condition, Observation> manifested() {
    return Map.copyOf(manifested);
  }

  /**
   * Looks once.
   *
   * @throws DrillException if nothing can be seen
   */
  Observation observe(Condition condition) throws DrillException {
    try {
      return probes.get(condition.probe()).observe(clock.now());
    } catch (ObservationException e) {
      throw new DrillException(
          "cannot observe %s: %s".formatted(condition.probe(), e.getMessage()), e);
    }
  }

  /**
   * Waits until a condition holds.
   *
   * @param limit wall time within which it must begin to hold
   * @param sustained wall time for which it must then hold on end
   * @throws DrillException if it does not
   */
  Observation await(Condition condition, Duration limit, Duration sustained)
      throws DrillException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    long holdsSince = Long.MAX_VALUE;
    while (true) {
      Observation seen = observe(condition);
      long now = System.nanoTime();
      if (condition.holdsFor(seen)) {
        holdsSince = Math.min(holdsSince, now);
        if (now - holdsSince >= sustained.toNanos()) {
          return seen;
        }
      } else {
        holdsSince = Long.MAX_VALUE;
        if (now > deadline) {
          throw new DrillException(
              "waited %d s for '%s', but it is still: %s"
                  .formatted(limit.toSeconds(), condition, seen.text()));
        }
      }
      // Between two looks at the running system, which does not report by itself.
      Thread.sleep(LOOK_AGAIN.toMillis());
    }
  }

  /**
   * Keeps what was seen if it is what must be, the first time.
   *
   * @throws DrillException if it is later than the scenario says
   */
  void note(String probe, Observation seen) throws DrillException {
    Instant now = clock.now();
    for (ExpectedSymptom symptom : expected) {
      Condition condition = symptom.condition();
      if (condition.probe().equals(probe)
          && !now.isBefore(symptom.since())
          && condition.holdsFor(seen)
          && manifested.putIfAbsent(condition, seen) == null) {
        if (!symptom.inTime(now)) {
          throw new DrillException(
              "'%s' was seen at %s only; the scenario has it within %s of %s"
                  .formatted(condition, now, symptom.within().orElseThrow(), symptom.since()));
        }
        journal.write(
            Journal.LAB,
            Kind.OBSERVATION,
            seen.text(),
            Map.of("probe", probe, "value", seen.value(), "symptom", true));
      }
    }
  }
}
