package dev.incidentlab.drill.scenario;

import dev.incidentlab.drill.scenario.Scenario.Message;
import dev.incidentlab.drill.scenario.Scenario.TimedFault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What distracts and does no harm: somebody writes, somebody changes what nobody reads. A seed
 * draws some of it, so that two people on one scenario are not told the same.
 *
 * @param seed that draws; empty for the run's
 * @param draw how many are drawn
 */
public record Noise(
    Optional<Long> seed, int draw, List<TimedFault> faults, List<Message> messages) {
  public Noise {
    faults = List.copyOf(faults);
    messages = List.copyOf(messages);
  }

  /** No distraction. */
  public static Noise none() {
    return new Noise(Optional.empty(), 0, List.of(), List.of());
  }

  /** What is drawn; the same for the same seed. */
  Noise drawn(long runSeed) {
    List<Object> all = new ArrayList<>(Stream.concat(faults.stream(), messages.stream()).toList());
    Collections.shuffle(all, new Random(seed.orElse(runSeed)));
    List<Object> some = all.subList(0, Math.min(draw, all.size()));
    return new Noise(
        seed,
        some.size(),
        faults.stream().filter(some::contains).toList(),
        messages.stream().filter(some::contains).toList());
  }

  static <T> List<T> joined(List<T> some, List<T> more, Function<T, Instant> at) {
    // Stable: what the scenario lists first comes first of what is due at one instant.
    return Stream.concat(some.stream(), more.stream()).sorted(Comparator.comparing(at)).toList();
  }
}
