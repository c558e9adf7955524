package dev.incidentlab.warehouse.models;

import java.util.List;
import java.util.Optional;

/**
 * SQL that makes an hourly slice of tables and of other models.
 *
 * @param sources tables that it reads
 * @param refs models that it reads
 * @param pool whose slots its runs hold
 * @param critical whether the business stands still without it
 */
public record Model(
    String name,
    String description,
    SqlTemplate sql,
    List<String> sources,
    List<String> refs,
    String pool,
    boolean critical,
    Optional<Sensor> sensor) {}
