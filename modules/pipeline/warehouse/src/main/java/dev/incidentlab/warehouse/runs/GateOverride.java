package dev.incidentlab.warehouse.runs;

import java.time.Instant;

/**
 * Somebody's word that a gate holds nothing back for a while.
 *
 * @param until story time of its end
 */
public record GateOverride(String gate, String by, String reason, Instant until) {}
