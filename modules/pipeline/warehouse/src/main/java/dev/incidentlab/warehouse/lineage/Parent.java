package dev.incidentlab.warehouse.lineage;

import java.util.UUID;

/**
 * The run that all others are part of.
 *
 * @param job its name
 */
public record Parent(String job, UUID run) {}
