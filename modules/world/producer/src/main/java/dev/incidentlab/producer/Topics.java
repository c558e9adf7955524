package dev.incidentlab.producer;

import java.util.List;
import java.util.Map;

/** The topics that the upstream team publishes to. */
final class Topics {
  static final String AD_EVENTS = "ad-events";
  static final String BILLING_EVENTS = "billing-events";

  /** Partitions of each topic; events are placed by them, so others would be other events. */
  static final Map<String, Integer> PARTITIONS = Map.of(AD_EVENTS, 4, BILLING_EVENTS, 2);

  private Topics() {}

  static List<String> names() {
    return List.of(AD_EVENTS, BILLING_EVENTS);
  }
}
