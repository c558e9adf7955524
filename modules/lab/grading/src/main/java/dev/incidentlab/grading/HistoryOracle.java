package dev.incidentlab.grading;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.grading.TopicReader.TopicState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Topic and table are the ones that were there at the page, and no record has changed. */
final class HistoryOracle {
  static final String NAME = "history";
  static final String EXPECTED =
      "topics and tables are those of the page, and every record that was published is in its topic, unchanged";

  private final Session session;
  private final List<String> problems = new ArrayList<>();
  private final List<String> examples = new ArrayList<>();
  private final List<String> intact = new ArrayList<>();
  private long checked;

  private HistoryOracle(Session session) {
    this.session = session;
  }

  static Finding judge(Session session) throws IOException, ObservationException {
    HistoryOracle oracle = new HistoryOracle(session);
    for (Subject subject : session.evidence().subjects()) {
      oracle.judgeTable(subject);
      oracle.judgeTopic(subject);
    }
    return oracle.problems.isEmpty()
        ? Finding.pass(NAME, EXPECTED, String.join("; ", oracle.intact), oracle.checked)
        : Finding.fail(
            NAME, EXPECTED, String.join("; ", oracle.problems), oracle.checked, oracle.examples);
  }

  private void judgeTable(Subject subject) throws ObservationException {
    String before = session.evidence().baseline().tableIds().get(subject.topic());
    if (before == null) {
      throw notRecorded("table of topic", subject.topic());
    }
    Optional<String> now = session.table(subject).latest().map(version -> version.tableId());
    checked++;
    if (now.isEmpty()) {
      problems.add("table %s is gone".formatted(subject.table()));
    } else if (!now.get().equals(before)) {
      problems.add(
          "table %s was made anew: its id was %s and is %s"
              .formatted(subject.table(), before, now.get()));
    }
  }

  private void judgeTopic(Subject subject) throws IOException, ObservationException {
    Baseline.Topic before = session.evidence().baseline().topics().get(subject.topic());
    if (before == null) {
      throw notRecorded("topic", subject.topic());
    }
    // Before the topic is looked at: what is in the ledger by then must be in the topic.
    Map<Integer, Long> cut = session.ledger().endOffsets(subject.topic());
    Optional<TopicState> now = session.topics().state(subject.topic());
    checked++;
    if (now.isEmpty()) {
      problems.add("topic %s is gone".formatted(subject.topic()));
    } else if (!now.get().id().equals(before.id())) {
      problems.add(
          "topic %s was made anew: its id was %s and is %s"
              .formatted(subject.topic(), before.id(), now.get().id()));
    } else {
      judgeStart(subject, before.startOffsets(), now.get().startOffsets());
      judgeRecords(subject, cut, now.get());
    }
  }

  private void judgeStart(Subject subject, Map<Integer, Long> before, Map<Integer, Long> now) {
    if (!before.equals(now)) {
      problems.add(
          "topic %s starts elsewhere: its first offsets by partition were %s and are %s"
              .formatted(subject.topic(), new TreeMap<>(before), new TreeMap<>(now)));
    }
  }

  private void judgeRecords(Subject subject, Map<Integer, Long> cut, TopicState now)
      throws IOException, ObservationException {
    if (cut.values().stream().allMatch(end -> end == 0)) {
      throw new ObservationException(
          "the ledger has nothing that was published to %s, so there is nothing to compare"
              .formatted(subject.topic()));
    }
    Map<Integer, Long> ends = new TreeMap<>();
    cut.forEach(
        (partition, end) -> {
          long topicEnd = Objects.requireNonNullElse(now.endOffsets().get(partition), 0L);
          ends.put(partition, Math.min(end, topicEnd));
        });
    ends.keySet().retainAll(now.endOffsets().keySet());
    TopicComparison comparison = new TopicComparison(session.ledger(), subject.topic(), cut);
    session.topics().read(subject.topic(), ends, comparison);
    comparison.finish();
    checked += comparison.compared();
    note(subject, comparison);
  }

  private void note(Subject subject, TopicComparison comparison) {
    if (comparison.isIntact()) {
      intact.add(
          "%s: topic and table are those of the page, %,d records are as published"
              .formatted(subject.topic(), comparison.compared()));
      return;
    }
    problems.add(
        "topic %s: of %,d records %,d are gone, %,d have another value, and %,d are there that the producer did not publish"
            .formatted(
                subject.topic(),
                comparison.published(),
                comparison.gone().count(),
                comparison.changed().count(),
                comparison.foreign().count()));
    examples.addAll(
        Interleaved.of(
            List.of(
                lines("gone", subject, comparison.gone()),
                lines("another value", subject, comparison.changed()),
                lines("not by the producer", subject, comparison.foreign()))));
  }

  private static List<String> lines(String what, Subject subject, Examples cases) {
    return cases.kept().stream()
        .map(example -> what + ": " + example.place(subject.topic()))
        .toList();
  }

  private static ObservationException notRecorded(String what, String topic) {
    return new ObservationException(
        "the baseline has no %s %s, so whether it is still the same cannot be told"
            .formatted(what, topic));
  }
}
