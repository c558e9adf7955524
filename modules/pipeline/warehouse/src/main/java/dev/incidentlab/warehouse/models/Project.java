package dev.incidentlab.warehouse.models;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Models and what they need.
 *
 * @param every how often models are due, in story time
 * @param pools slots by pool
 * @param sources by table
 * @param models a model comes behind those that it reads, and else in the order of their tasks
 */
public record Project(
    Duration every, Map<String, Integer> pools, Map<String, Source> sources, List<Model> models) {
  /** Models publish slices of this length. */
  public static final Duration SLICE = Duration.ofHours(1);

  /**
   * The model of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Model model(String name) {
    return models.stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is no model; models: %s"
                        .formatted(name, models.stream().map(Model::name).toList())));
  }
}
