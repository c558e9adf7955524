package dev.incidentlab.stack;

import java.util.List;

/** Kafka, registry, flink and producer, wherever they run. */
public sealed interface Stack extends AutoCloseable permits EmbeddedStack, ExternalStack {

  /** Where its components are reached. */
  Endpoints endpoints();

  /** One entry per component, in the order of {@link Component}. */
  List<ComponentStatus> status();

  /** Ends what this lab started, and nothing else. */
  @Override
  void close();
}
