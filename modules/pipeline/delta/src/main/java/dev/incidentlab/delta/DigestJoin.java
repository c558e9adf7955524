package dev.incidentlab.delta;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Staged rows against the table's rows of the same keys, by the digests of some buckets. */
final class DigestJoin {

  /** What stands for a file that is neither staged nor the table's. */
  private static final int NOT_STAGED = -2;

  private final Map<String, Integer> stagedNumbers;
  private final Map<String, String> pathsByName;
  private final List<Part> parts = new ArrayList<>();

  /** Files of the table met so far: writers of two processes may both have read one. */
  private final Set<String> met = new HashSet<>();

  private long stagedRows;

  /** Takes one staged row: where its digest is, and the number of the staged file, if any. */
  @FunctionalInterface
  private interface StagedVisitor {
    void row(byte[] section, int at, int file);
  }

  /** Digests out of one file, and what the files are that they are of, by number. */
  private record Part(List<byte[]> entries, int[] staged, String[] tablePaths) {

    void forEachStaged(StagedVisitor visitor) {
      for (byte[] section : entries) {
        for (int at = 0; at < section.length; at += DigestWriter.ENTRY_BYTES) {
          int file = DigestWriter.file(section, at);
          int number = file == DigestWriter.NO_FILE ? file : staged[file];
          if (number != NOT_STAGED) {
            visitor.row(section, at, number);
          }
        }
      }
    }
  }

  /**
   * @param stagedNumbers the numbers of staged files, by name
   * @param pathsByName the paths of the table's files, by name
   */
  DigestJoin(Map<String, Integer> stagedNumbers, Map<String, String> pathsByName) {
    this.stagedNumbers = stagedNumbers;
    this.pathsByName = pathsByName;
  }

  /**
   * Adds digests.
   *
   * @param files what files they are of, by number
   * @param entries as {@link DigestReader#read} gives them
   */
  void add(List<String> files, List<byte[]> entries) {
    int[] staged = new int[files.size()];
    String[] tablePaths = new String[files.size()];
    for (int i = 0; i < staged.length; i++) {
      String name = files.get(i);
      staged[i] = stagedNumbers.getOrDefault(name, NOT_STAGED);
      tablePaths[i] = met.add(name) ? pathsByName.get(name) : null;
    }
    Part part = new Part(entries, staged, tablePaths);
    parts.add(part);
    part.forEachStaged((section, at, file) -> stagedRows++);
  }

  /** Staged rows that were added. */
  long stagedRows() {
    return stagedRows;
  }

  /** The staged rows, by key. */
  SourceIndex source() {
    SourceIndex source = new SourceIndex(stagedRows);
    RowDigest digest = new RowDigest();
    for (Part part : parts) {
      part.forEachStaged(
          (section, at, file) -> {
            digest.read(section, at);
            source.offer(file, DigestWriter.row(section, at), digest);
          });
    }
    return source;
  }

  /** The table's rows of staged keys, by the path of their file. */
  SortedMap<String, FileMatches> matches(SourceIndex source) {
    SortedMap<String, FileMatches> matches = new TreeMap<>();
    for (Part part : parts) {
      FileMatches[] ofFile = new FileMatches[part.tablePaths().length];
      for (int i = 0; i < ofFile.length; i++) {
        if (part.tablePaths()[i] != null) {
          ofFile[i] = new FileMatches();
          matches.put(part.tablePaths()[i], ofFile[i]);
        }
      }
      part.entries().forEach(section -> match(section, ofFile, source));
    }
    return matches;
  }

  /**
   * The table's rows, by the path of their file, that say they are from these offsets, and of which
   * no staged row has the key.
   */
  SortedMap<String, BitSet> strays(SourceIndex source, Map<Integer, OffsetRange> offsets) {
    SortedMap<String, BitSet> strays = new TreeMap<>();
    RowDigest digest = new RowDigest();
    for (Part part : parts) {
      for (byte[] section : part.entries()) {
        for (int at = 0; at < section.length; at += DigestWriter.ENTRY_BYTES) {
          int file = DigestWriter.file(section, at);
          String path = file == DigestWriter.NO_FILE ? null : part.tablePaths()[file];
          if (path != null) {
            digest.read(section, at);
            OffsetRange range = offsets.get(digest.topicPartition());
            if (range != null && range.contains(digest.offset()) && source.find(digest) < 0) {
              strays.computeIfAbsent(path, p -> new BitSet()).set(DigestWriter.row(section, at));
            }
          }
        }
      }
    }
    return strays;
  }

  private static void match(byte[] section, FileMatches[] ofFile, SourceIndex source) {
    RowDigest digest = new RowDigest();
    for (int at = 0; at < section.length; at += DigestWriter.ENTRY_BYTES) {
      int file = DigestWriter.file(section, at);
      if (file != DigestWriter.NO_FILE && ofFile[file] != null) {
        digest.read(section, at);
        int entry = source.find(digest);
        if (entry >= 0) {
          boolean same = source.content(entry) == digest.content();
          ofFile[file].add(entry, DigestWriter.row(section, at), digest, same);
        }
      }
    }
  }
}
