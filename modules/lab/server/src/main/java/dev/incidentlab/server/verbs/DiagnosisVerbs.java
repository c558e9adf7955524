package dev.incidentlab.server.verbs;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.DiagnosisWords;
import dev.incidentlab.api.ScoreAnswers;
import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.grading.Diagnosis;
import dev.incidentlab.grading.Grader.Judgement;
import dev.incidentlab.grading.Moment;
import dev.incidentlab.grading.score.Score;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.past.RunLines;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunReport;
import dev.incidentlab.server.run.RunState;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code diagnose} and {@code score}. */
final class DiagnosisVerbs {
  private static final Pattern OFFSET = Pattern.compile("([^/=]+)/(\\d{1,9})=(\\d{1,18})");
  private static final Pattern VERSION = Pattern.compile("\\d{1,3}");

  private final RunState state;
  private final Supplier<Platform> platform;
  private volatile Scored scored;

  /** A score, and the attempt that it is of. */
  private record Scored(int attempt, Score score) {}

  DiagnosisVerbs(RunState state, Supplier<Platform> platform) {
    this.state = state;
    this.platform = platform;
  }

  /** Keeps it, and says nothing of whether it is right: that would answer guesses. */
  Done diagnose(Arguments arguments, String who) throws ObservationException {
    List<String> places = state.scenario().groundTruth().scope().places();
    Instant today = state.scenario().clock().history();
    Optional<Instant> since = arguments.storyTime("since", today);
    Diagnosis diagnosis =
        new Diagnosis(
            word(arguments, "component", DiagnosisWords.COMPONENTS),
            word(arguments, "mechanism", DiagnosisWords.MECHANISMS),
            names(arguments, "affected", places),
            names(arguments, "unaffected", places),
            firstBad(arguments),
            since.map(Instant::toString).orElse(null),
            count(arguments, "missing"),
            count(arguments, "wrong"),
            versions(arguments),
            list(arguments, "changedFields"));
    Set<String> both = new TreeSet<>(diagnosis.affected());
    both.retainAll(diagnosis.unaffected());
    if (!both.isEmpty()) {
      throw new IllegalArgumentException(
          "diagnose: %s is in both --affected and --unaffected; choose one"
              .formatted(String.join(", ", both)));
    }
    Moment now = platform.get().grading().moment();
    platform.get().grading().diagnosed(diagnosis, now);
    state
        .journal()
        .write(
            Journal.LAB,
            Kind.LAB,
            "The diagnosis is kept with how far the tables are now.",
            Map.of(RunLines.DIAGNOSIS, diagnosis, RunLines.MOMENT, now));
    Map<String, String> said = new LinkedHashMap<>(new TreeMap<>(arguments.values()));
    return new Done(
        "%s of %s; it is judged by `verify --final`, and the last one counts."
            .formatted(diagnosis.mechanism(), diagnosis.component()),
        said,
        "");
  }

  /** Makes the score of a drill that is over. */
  void settle(Judgement judgement) throws IOException, InterruptedException {
    Score score = RunReport.write(state, platform.get().grading(), judgement);
    scored = new Scored(state.attempt(), score);
  }

  ScoreAnswers.Score score(Arguments arguments, String who) {
    Scored newest = scored;
    if (newest == null || newest.attempt() != state.attempt()) {
      throw new Refusal(
          "score: there is none before the end; `./lab verify --final` ends the drill and makes it");
    }
    Score made = newest.score();
    return new ScoreAnswers.Score(
        state.runId(),
        made.outcome(),
        made.binding(),
        made.clocks(),
        made.dimensions().stream().map(DiagnosisVerbs::answer).toList(),
        RunReport.file(state).toString(),
        "");
  }

  private static ScoreAnswers.Dimension answer(Score.Dimension dimension) {
    return new ScoreAnswers.Dimension(
        dimension.name(),
        dimension.summary(),
        dimension.measures().stream()
            .map(m -> new ScoreAnswers.Measure(m.what(), m.text(), m.value(), m.unit()))
            .toList(),
        dimension.basedOn());
  }

  private static String word(Arguments arguments, String name, List<String> words) {
    String word = arguments.required(name);
    known(name, Set.of(word), words);
    return word;
  }

  private static Set<String> names(Arguments arguments, String name, List<String> places) {
    Set<String> names = list(arguments, name);
    known(name, names, places);
    return names;
  }

  private static void known(String name, Set<String> given, Collection<String> known) {
    for (String one : given) {
      if (!known.contains(one)) {
        throw new IllegalArgumentException(
            "diagnose: %s has '%s'; it must be of %s"
                .formatted(name, one, String.join(", ", known)));
      }
    }
  }

  private static Set<String> list(Arguments arguments, String name) {
    Set<String> list = new TreeSet<>();
    arguments
        .text(name)
        .ifPresent(text -> Arrays.stream(text.split(",")).map(String::strip).forEach(list::add));
    if (list.contains("")) {
      throw new IllegalArgumentException(
          "diagnose: %s has an empty name; separate names by one comma each".formatted(name));
    }
    return list;
  }

  private static Long count(Arguments arguments, String name) {
    return arguments.text(name).isEmpty() ? null : (Long) arguments.offset(name);
  }

  private static Set<Integer> versions(Arguments arguments) {
    Set<Integer> versions = new TreeSet<>();
    for (String version : list(arguments, "schemaVersions")) {
      if (!VERSION.matcher(version).matches()) {
        throw new IllegalArgumentException(
            "diagnose: schemaVersions has '%s'; give numbers as `./lab schema list` shows them, for instance 1,2"
                .formatted(version));
      }
      versions.add(Integer.valueOf(version));
    }
    return versions;
  }

  private static Map<String, Long> firstBad(Arguments arguments) {
    Map<String, Long> offsets = new TreeMap<>();
    for (String one : list(arguments, "firstBad")) {
      Matcher offset = OFFSET.matcher(one);
      if (!offset.matches()) {
        throw new IllegalArgumentException(
            "diagnose: firstBad has '%s'; each must be TOPIC/PARTITION=OFFSET, for instance ad-events/0=123"
                .formatted(one));
      }
      int partition = Integer.parseInt(offset.group(2));
      IngestPipeline pipeline = pipeline(offset.group(1));
      if (partition >= pipeline.partitions()) {
        throw new IllegalArgumentException(
            "diagnose: firstBad has partition %d of %s; it has 0 to %d"
                .formatted(partition, pipeline.topic(), pipeline.partitions() - 1));
      }
      String place = pipeline.topic() + "/" + partition;
      if (offsets.put(place, Long.valueOf(offset.group(3))) != null) {
        throw new IllegalArgumentException(
            "diagnose: firstBad names %s twice; give one offset for each partition"
                .formatted(place));
      }
    }
    return offsets;
  }

  private static IngestPipeline pipeline(String topic) {
    return IngestPipeline.ALL.stream()
        .filter(p -> p.topic().equals(topic))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "diagnose: firstBad has topic '%s'; topics: %s"
                        .formatted(
                            topic,
                            IngestPipeline.ALL.stream().map(IngestPipeline::topic).toList())));
  }
}
