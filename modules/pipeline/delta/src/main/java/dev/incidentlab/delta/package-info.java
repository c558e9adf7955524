/**
 * A Delta table on a local file system, written through Delta Standalone: append by log position,
 * upsert by key, snapshots. {@link dev.incidentlab.delta.DeltaTable} is the entry.
 *
 * <p><b>Where files live.</b> Writers only ever create files under {@code _staging/}, a folder that
 * Delta readers ignore. A commit first <em>publishes</em> a file, by hard link, under its partition
 * folder, and drops the staged name once the log names the published one. So discarding a file can
 * never remove a row that some version of the table still needs, however often a writer repeats
 * itself after a crash.
 *
 * <p><b>How an upsert compares.</b> Rows are known by digests of 40 bytes. Writers leave them
 * beside what they stage, together with those of the table's files that they read to leave out what
 * the table has; the committer takes what is missing and compares some buckets of keys at a time.
 *
 * <p><b>Order of a commit.</b> Data is forced to disk before the log names it: file content and its
 * folder when a writer finishes, the partition folder when a file is published, the log entry and
 * the log folder when it is committed.
 */
package dev.incidentlab.delta;
