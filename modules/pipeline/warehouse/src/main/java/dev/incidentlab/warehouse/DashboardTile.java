package dev.incidentlab.warehouse;

/**
 * One hourly slice of the executive dashboard.
 *
 * @param hour its beginning, ISO-8601 in UTC
 * @param spend in currency units
 */
public record DashboardTile(
    String hour, long impressions, long clicks, long conversions, double spend) {}
