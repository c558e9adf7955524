package dev.incidentlab.delta;

import java.util.ArrayList;
import java.util.List;

/**
 * What an {@link UpsertWriter} leaves for an upsert.
 *
 * @param files of the rows that the table may not have
 * @param digests of all rows
 */
public record Staged(List<DataFile> files, List<DigestFile> digests) {

  public Staged {
    files = List.copyOf(files);
    digests = List.copyOf(digests);
  }

  /** What both left. */
  public Staged and(Staged other) {
    List<DataFile> allFiles = new ArrayList<>(files);
    allFiles.addAll(other.files);
    List<DigestFile> allDigests = new ArrayList<>(digests);
    allDigests.addAll(other.digests);
    return new Staged(allFiles, allDigests);
  }
}
