package dev.incidentlab.delta;

/**
 * What an upsert did. {@code read = inserted + updated + unchanged + duplicatesInSource}; the
 * counts are those of {@link UpsertPlan}.
 *
 * @param filesScanned the table's files that were read, over all attempts
 * @param filesRewritten the table's files that were replaced
 * @param filesAdded files that the commit added
 * @param bytesWritten size of the files added
 * @param version the version committed; the table's version if the request was applied before
 * @param retries how often another commit made it check again
 * @param alreadyApplied whether the table had this request's commit; then all counts are 0
 */
public record UpsertResult(
    long read,
    long inserted,
    long updated,
    long unchanged,
    long duplicatesInSource,
    long duplicatesInTable,
    long removed,
    long filesScanned,
    long filesRewritten,
    long filesAdded,
    long bytesWritten,
    long version,
    int retries,
    boolean alreadyApplied) {}
