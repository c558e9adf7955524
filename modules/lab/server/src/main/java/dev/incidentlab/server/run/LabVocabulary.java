package dev.incidentlab.server.run;

import dev.incidentlab.api.DiagnosisWords;
import dev.incidentlab.api.Verb;
import dev.incidentlab.drill.scenario.Vocabulary;
import dev.incidentlab.ingest.flags.IngestFlags;
import dev.incidentlab.server.adapter.ComponentFaults;
import dev.incidentlab.server.adapter.FaultArguments;
import dev.incidentlab.server.adapter.Grading;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.PlatformFaults;
import dev.incidentlab.server.adapter.PlatformProbes;
import dev.incidentlab.server.adapter.ProducerFaults;
import dev.incidentlab.warehouse.models.Model;
import dev.incidentlab.warehouse.models.ProjectReader;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What scenarios may name: the faults, probes, oracles, flags and verbs that this lab has. */
public final class LabVocabulary {
  private LabVocabulary() {}

  /** All of it. */
  public static Vocabulary words() {
    return new Vocabulary(
        sorted(Stream.of(ProducerFaults.NAMES, ComponentFaults.NAMES, PlatformFaults.NAMES)),
        FaultArguments::problems,
        new LinkedHashSet<>(PlatformProbes.names()),
        sorted(Stream.of(Grading.ORACLES)),
        new TreeSet<>(DiagnosisWords.COMPONENTS),
        new TreeSet<>(DiagnosisWords.MECHANISMS),
        names(IngestPipeline.ALL.stream().map(IngestPipeline::topic)),
        names(
            Stream.concat(
                IngestPipeline.ALL.stream().map(IngestPipeline::table),
                ProjectReader.standard().models().stream().map(Model::name))),
        flags(),
        LabVocabulary::step);
  }

  private static Map<String, Collection<String>> flags() {
    Map<String, Collection<String>> flags = new TreeMap<>();
    IngestFlags.defaults().forEach((name, flag) -> flags.put(name, flag.variants().keySet()));
    return new LinkedHashMap<>(flags);
  }

  /** Only the verb is looked at here: what it takes is the command line's to read. */
  private static String step(String run) {
    List<String> words = Arrays.asList(run.strip().split("\\s+"));
    boolean known =
        Verb.of(words.subList(0, Math.min(2, words.size()))).isPresent()
            || Verb.of(words.subList(0, 1)).isPresent();
    return known
        ? ""
        : "run is '%s', which is no verb of a lab; `./lab --help` lists them".formatted(run);
  }

  private static Set<String> sorted(Stream<? extends Collection<String>> names) {
    return names(names.flatMap(Collection::stream));
  }

  private static Set<String> names(Stream<String> names) {
    return names.collect(Collectors.toCollection(TreeSet::new));
  }
}
