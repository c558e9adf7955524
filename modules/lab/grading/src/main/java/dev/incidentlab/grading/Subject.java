package dev.incidentlab.grading;

import dev.incidentlab.schema.Contracts;
import java.nio.file.Path;
import java.util.Objects;

/**
 * One pipeline to judge: a topic, the table that its events belong into, and the topic of its dead
 * letters. Which version of the contract the table is read by is the table's to declare, see {@link
 * Declaration}.
 *
 * @param contract name of the contract, see {@link Contracts}
 */
public record Subject(String topic, Path tableDirectory, String deadLetterTopic, String contract) {

  public Subject {
    Objects.requireNonNull(tableDirectory, "tableDirectory");
    Objects.requireNonNull(deadLetterTopic, "deadLetterTopic");
    Objects.requireNonNull(contract, "contract");
    if (topic.isBlank()) {
      throw new IllegalArgumentException("a subject's topic is blank; give its name");
    }
  }

  /** The table's name: that of its folder. */
  String table() {
    return tableDirectory.getFileName().toString();
  }
}
