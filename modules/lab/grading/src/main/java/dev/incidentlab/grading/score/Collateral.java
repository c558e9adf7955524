package dev.incidentlab.grading.score;

import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.scenario.Scoring;
import dev.incidentlab.grading.DataCounts;
import dev.incidentlab.grading.IncidentScope;
import dev.incidentlab.grading.score.Score.Dimension;
import dev.incidentlab.grading.score.Score.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was done that was not needed, or that hurts somebody else. */
final class Collateral {
  static final String NAME = "collateral";

  private static final String BASED_ON =
      "good records: the dead letters of the final verdict; width: offsets that `replay run` lines name"
          + " against the first record by the new schema of each partition; all else: journal lines of"
          + " these verbs, and of changes by other tools";

  /** A replay begins at a full minute, or with some margin; beyond this share it is called wide. */
  private static final double WIDE = 0.1;

  private static final String TIMES = "times";

  private final RunFacts facts;
  private final Scoring scoring;

  Collateral(RunFacts facts, Scoring scoring) {
    this.facts = facts;
    this.scoring = scoring;
  }

  Dimension dimension() {
    RunJournal journal = facts.journal();
    List<Measure> measures = new ArrayList<>();
    measures.add(
        Measure.count(
            "good records dead-lettered",
            facts.counts().stream().mapToLong(DataCounts::goodLetters).sum(),
            "records"));
    measures.add(width());
    measures.add(
        times(
            "critical job or model paused", journal.verbs("downstream pause", scoring.critical())));
    measures.add(times("alert silenced", journal.verbs("alerts silence")));
    measures.add(times("failing gate bypassed", journal.verbs("gate override")));
    measures.add(times("producer stopped", journal.verbs("producer stop")));
    measures.add(times("producer rolled back", journal.verbs("producer rollback")));
    measures.add(times("topic recreated", journal.verbs("topic recreate")));
    measures.add(times("changed by other tools", journal.byOtherTools()));
    return new Dimension(NAME, summary(measures), measures, BASED_ON);
  }

  private Measure width() {
    String what = "replayed before it was needed";
    if (facts.scope().value().isEmpty()) {
      return Measure.text(what, "not measured: " + facts.scope().problem());
    }
    IncidentScope scope = facts.scope().value().get();
    long read = 0;
    long before = 0;
    for (JournalEntry replay : facts.journal().verbs("replay run")) {
      if (!(replay.data().get("ranges") instanceof Map<?, ?> ranges)) {
        continue;
      }
      boolean ofIncident = scope.topic().equals(topic(replay.data().get("table")));
      for (Map.Entry<?, ?> range : ranges.entrySet()) {
        List<?> span = (List<?>) range.getValue();
        long from = ((Number) span.get(0)).longValue();
        long to = ((Number) span.get(1)).longValue();
        Long firstBad =
            ofIncident ? scope.firstBad().get(Integer.valueOf(range.getKey().toString())) : null;
        read += to - from;
        before += firstBad == null ? to - from : Math.max(0, Math.min(to, firstBad) - from);
      }
    }
    if (read == 0) {
      return new Measure(what, "nothing was replayed", 0.0, "records");
    }
    return new Measure(
        what,
        "%,d of %,d records%s"
            .formatted(before, read, before > WIDE * read ? ": wider than needed" : ""),
        before > WIDE * read ? (double) before : 0.0,
        "records");
  }

  private String topic(Object table) {
    return facts.counts().stream()
        .filter(one -> one.table().equals(table))
        .map(DataCounts::topic)
        .findFirst()
        .orElse("");
  }

  private static Measure times(String what, List<JournalEntry> lines) {
    return Measure.count(what, lines.size(), TIMES);
  }

  private static String summary(List<Measure> measures) {
    List<String> found =
        measures.stream()
            .filter(m -> m.value() != null && m.value() > 0)
            .map(Measure::what)
            .toList();
    return found.isEmpty() ? "none" : String.join(", ", found);
  }
}
