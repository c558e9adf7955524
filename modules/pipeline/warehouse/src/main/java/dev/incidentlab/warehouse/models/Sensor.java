package dev.incidentlab.warehouse.models;

import java.time.Duration;

/**
 * A run waits, in its slot, until its sources are young enough.
 *
 * @param maxLag age of the newest event at which it stops waiting, in story time
 * @param pokeInterval how often it looks
 * @param timeout when it gives up
 */
public record Sensor(Duration maxLag, Duration pokeInterval, Duration timeout) {}
