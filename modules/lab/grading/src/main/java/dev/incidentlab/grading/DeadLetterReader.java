package dev.incidentlab.grading;

import dev.incidentlab.drill.ObservationException;
import java.util.List;

/** Port: dead letters. Safe for many threads. */
interface DeadLetterReader {
  /**
   * A record of a dead-letter topic.
   *
   * @param topicId the source topic's id as Kafka prints it; empty if the letter does not say
   * @param partition of the source topic; negative if the letter does not say
   * @param offset in the source topic; negative if the letter does not say
   * @param resolution how the letter was dealt with; empty for a letter proper
   */
  record Letter(String topicId, int partition, long offset, String resolution) {
    boolean documented() {
      return !topicId.isEmpty() && partition >= 0 && offset >= 0;
    }

    boolean resolves() {
      return !resolution.isEmpty();
    }
  }

  /**
   * All letters about the subject's topic and those that do not say what they are about, copies
   * included; none if the dead-letter topic does not exist.
   */
  List<Letter> read(Subject subject) throws ObservationException;
}
