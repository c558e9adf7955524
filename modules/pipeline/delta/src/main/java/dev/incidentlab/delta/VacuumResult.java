package dev.incidentlab.delta;

/**
 * What a vacuum did.
 *
 * @param plan what was found, and then deleted
 * @param deleted files deleted; fewer than planned if somebody else deleted some first
 * @param version the version that tells of its end; the table's version if nothing was to be done
 */
public record VacuumResult(VacuumPlan plan, int deleted, long version) {}
