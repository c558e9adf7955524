package dev.incidentlab.delta;

/**
 * What an append did.
 *
 * @param version the version that it committed; the table's version if there was nothing to commit
 * @param rowsAppended rows that the table now has because of it
 * @param rowsSkipped rows that were in the table before, by log position
 * @param retries how often another commit made it check again
 * @param skipped whether all positions were reached before, so that nothing was committed
 */
public record AppendResult(
    long version, long rowsAppended, long rowsSkipped, int retries, boolean skipped) {}
