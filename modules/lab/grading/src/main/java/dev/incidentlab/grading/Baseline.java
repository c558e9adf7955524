package dev.incidentlab.grading;

import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.grading.TopicReader.TopicState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What must still be so at the verdict: observed at the page, before the learner can act.
 *
 * @param topics by topic name
 * @param tableIds by topic name: the id of the subject's table
 */
public record Baseline(Map<String, Topic> topics, Map<String, String> tableIds) {
  /**
   * A topic.
   *
   * @param id as Kafka prints topic ids
   * @param startOffsets by partition: the first offset that was there
   */
  public record Topic(String id, Map<Integer, Long> startOffsets) {
    public Topic {
      Objects.requireNonNull(id, "id");
      startOffsets = Map.copyOf(startOffsets);
    }
  }

  public Baseline {
    topics = Map.copyOf(topics);
    tableIds = Map.copyOf(tableIds);
  }

  /**
   * Observes topics and tables as they are.
   *
   * @param kafka how topics are read
   * @throws ObservationException if a topic or a table is not there or cannot be read
   */
  public static Baseline record(KafkaAccess kafka, List<Subject> subjects)
      throws ObservationException {
    return record(new KafkaTopics(kafka), subjects);
  }

  static Baseline record(TopicReader reader, List<Subject> subjects) throws ObservationException {
    Map<String, Topic> topics = new TreeMap<>();
    Map<String, String> tableIds = new TreeMap<>();
    for (Subject subject : subjects) {
      TopicState state =
          reader
              .state(subject.topic())
              .orElseThrow(() -> new ObservationException("there is no topic " + subject.topic()));
      topics.put(subject.topic(), new Topic(state.id(), state.startOffsets()));
      String tableId =
          new TableReader(subject.tableDirectory())
              .latest()
              .orElseThrow(
                  () ->
                      new ObservationException("there is no table in " + subject.tableDirectory()))
              .tableId();
      tableIds.put(subject.topic(), tableId);
    }
    return new Baseline(topics, tableIds);
  }
}
