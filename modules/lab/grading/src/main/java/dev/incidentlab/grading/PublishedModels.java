package dev.incidentlab.grading;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What models publish, as the grader finds it: {@code publications.jsonl} in a folder, with a line
 * of JSON for each hourly slice and the Parquet file that it names.
 *
 * @param page the story's time of the page: what was published past a gate before, and made anew
 *     since, is nobody's who was on call
 * @param paused the models that somebody has paused and not resumed; safe for many threads
 */
public record PublishedModels(
    Path folder, List<Model> models, Instant page, Supplier<Set<String>> paused) {
  /**
   * A model.
   *
   * @param critical whether its numbers are compared one by one: a row an hour with {@code
   *     impressions}, {@code clicks}, {@code conversions} and {@code spend_micros}
   * @param topic of the subject whose table it is made of
   */
  public record Model(String name, boolean critical, String topic) {}

  public PublishedModels {
    models = List.copyOf(models);
    if (models.isEmpty()) {
      throw new IllegalArgumentException("there are no models; leave the whole out instead");
    }
  }
}
