package dev.incidentlab.server.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.incidentlab.drill.Fault;
import dev.incidentlab.drill.FaultException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What can go wrong upstream. Each checks that the producer now does what it was told. */
public final class ProducerFaults {
  /**
   * A share of the producer's instances writes the next schema version: {@code v2Share} from 0 to
   * 1, {@code viewThrough} whether they send its new symbol, and optionally {@code layout}, whether
   * its new field stands {@code late}, where older readers misread it, or {@code early}, where they
   * fail.
   */
  public static final String ROLLOUT = "producer.rollout";

  /** Records that nobody can read are published: {@code kind}, {@code topic}, {@code count}. */
  public static final String POISON = "producer.poison";

  /** The names of all of them. */
  public static final Set<String> NAMES = Set.of(ROLLOUT, POISON);

  private ProducerFaults() {}

  /** All of them, by name. */
  public static Map<String, Fault> of(ProducerControl producer) {
    return Map.of(ROLLOUT, new Rollout(producer), POISON, new Poison(producer));
  }

  private record Rollout(ProducerControl producer) implements Fault {
    @Override
    public String name() {
      return ROLLOUT;
    }

    @Override
    public void inject(Instant at, Map<String, Object> arguments) throws FaultException {
      JsonNode status = producer.rollout(arguments);
      double wanted = ((Number) arguments.get("v2Share")).doubleValue();
      if (status.path("v2Share").asDouble(-1) != wanted) {
        throw new FaultException(
            "the producer's share of v2 should be %s, but is %s"
                .formatted(wanted, status.path("v2Share")));
      }
      String layout = ProducerArguments.layout(arguments);
      if (!status.path("layout").asText().equals(layout)) {
        throw new FaultException(
            "the producer's layout of v2 should be %s, but is %s"
                .formatted(layout, status.path("layout")));
      }
    }
  }

  private record Poison(ProducerControl producer) implements Fault {
    @Override
    public String name() {
      return POISON;
    }

    @Override
    public void inject(Instant at, Map<String, Object> arguments) throws FaultException {
      Map<String, Object> request = new HashMap<>(arguments);
      request.put("at", at.toString());
      JsonNode status = producer.poison(request);
      if (status.path("published").isMissingNode()) {
        throw new FaultException("the producer does not say what it published: " + status);
      }
    }
  }
}
