package dev.incidentlab.delta;

/**
 * What an upsert comes to at one version of the table. {@code read = inserted + updated + unchanged
 * + duplicatesInSource}.
 *
 * @param read staged rows
 * @param inserted staged rows whose key the table lacks
 * @param updated staged rows that change what the table has of their key: a row is replaced, or
 *     several are brought down to one
 * @param unchanged staged rows that change nothing
 * @param duplicatesInSource staged rows that another staged row of the same key supersedes
 * @param duplicatesInTable rows of the table that go because another row of the same key wins
 * @param removed rows of the table that go because nothing at their offsets makes them
 * @param filesScanned the table's files that were read
 * @param filesRewritten the table's files that are replaced
 * @param version the table's version that this holds for
 * @param alreadyApplied whether the table has this request's commit; then all counts are 0
 */
public record UpsertPlan(
    long read,
    long inserted,
    long updated,
    long unchanged,
    long duplicatesInSource,
    long duplicatesInTable,
    long removed,
    long filesScanned,
    long filesRewritten,
    long version,
    boolean alreadyApplied) {}
