package dev.incidentlab.drill.scenario;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What scenario files may refer to. A file runs no code: that somebody else wrote it does no harm.
 *
 * @param faults names that {@code inject} may take
 * @param faultArguments what is wrong with a fault's arguments, a sentence each; none if it takes
 *     them
 * @param probes names that conditions may take
 * @param oracles names that {@code oracles} and {@code caughtBy} may take
 * @param components words that a diagnosis has for components
 * @param mechanisms words that a diagnosis has for mechanisms
 * @param topics that are ingested
 * @param places tables and models that a diagnosis may name
 * @param flags the variants of each flag
 * @param step what is wrong with a step, a verb as typed; an empty text if nothing is
 */
public record Vocabulary(
    Set<String> faults,
    BiFunction<String, Map<String, Object>, List<String>> faultArguments,
    Set<String> probes,
    Set<String> oracles,
    Set<String> components,
    Set<String> mechanisms,
    Set<String> topics,
    Set<String> places,
    Map<String, ? extends Collection<String>> flags,
    Function<String, String> step) {}
