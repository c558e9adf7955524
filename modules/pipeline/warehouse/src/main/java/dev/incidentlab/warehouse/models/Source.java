package dev.incidentlab.warehouse.models;

import dev.incidentlab.warehouse.gates.FreshnessGate;
import dev.incidentlab.warehouse.gates.Gate;
import java.util.List;

/**
 * A table that models read, with its gates.
 *
 * @param timeColumn the event time, by which it is cut into hourly slices
 * @param gates of every slice
 */
public record Source(String table, String timeColumn, FreshnessGate freshness, List<Gate> gates) {}
