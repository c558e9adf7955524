package dev.incidentlab.warehouse.gates;

/**
 * An expectation under the name by which people speak of it.
 *
 * @param name table, column if it is about one, and kind: {@code
 *     fact_ad_events.placement.null-ratio}
 */
public record Gate(String name, Severity severity, Expectation expectation) {}
