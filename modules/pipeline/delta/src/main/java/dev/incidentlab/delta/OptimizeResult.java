package dev.incidentlab.delta;

/**
 * What an optimize did.
 *
 * @param version the version that it committed; the table's version if there was nothing to do
 * @param filesRemoved files that were replaced
 * @param filesAdded files that came instead
 * @param bytesRemoved size of the files replaced
 * @param bytesAdded size of the files that came
 * @param rows rows that were copied, none of them changed
 * @param checksum of those rows, the same before and after; empty if there was nothing to do
 * @param retries how often another commit replaced one of the files first
 */
public record OptimizeResult(
    long version,
    int filesRemoved,
    int filesAdded,
    long bytesRemoved,
    long bytesAdded,
    long rows,
    String checksum,
    int retries) {}
