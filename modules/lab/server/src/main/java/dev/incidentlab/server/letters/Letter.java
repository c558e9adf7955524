package dev.incidentlab.server.letters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What stands for one source record: ingest and replays may each have written a copy, which
 * collapse by topic id, partition and offset. Reason and schema id are those of the newest copy.
 *
 * @param number offset of its first copy in the dead-letter topic; it stays as more copies come
 * @param newest offset of its newest copy
 * @param jobs names of the jobs that wrote it, each once
 * @param resolution how it was dealt with; empty if it was not
 * @param resolvedBy who did
 */
public record Letter(
    long number,
    long newest,
    String topicId,
    LetterPosition position,
    Instant time,
    String schemaId,
    String reason,
    List<String> jobs,
    String resolution,
    String resolvedBy) {

  private record Key(String topicId, LetterPosition position) {
    static Key of(LetterRecord record) {
      return new Key(record.topicId(), record.position());
    }
  }

  public boolean resolved() {
    return !resolution.isEmpty();
  }

  /** The letters of some records, by their number; resolutions of no letter are left out. */
  static List<Letter> collapse(Collection<LetterRecord> records) {
    Map<Key, List<LetterRecord>> copies =
        records.stream()
            .filter(r -> !r.resolves())
            .sorted(Comparator.comparingLong(LetterRecord::at))
            .collect(Collectors.groupingBy(Key::of, LinkedHashMap::new, Collectors.toList()));
    Map<Key, LetterRecord> resolutions = new HashMap<>();
    // The first one counts: what comes later found the letter resolved.
    records.stream()
        .filter(LetterRecord::resolves)
        .forEach(r -> resolutions.putIfAbsent(Key.of(r), r));
    List<Letter> letters = new ArrayList<>();
    copies.forEach((key, of) -> letters.add(of(of, resolutions.get(key))));
    return letters;
  }

  private static Letter of(List<LetterRecord> copies, LetterRecord resolution) {
    LetterRecord newest = copies.get(copies.size() - 1);
    return new Letter(
        copies.get(0).at(),
        newest.at(),
        newest.topicId(),
        newest.position(),
        newest.time(),
        newest.schemaId(),
        newest.reason(),
        copies.stream().map(LetterRecord::job).filter(j -> !j.isEmpty()).distinct().toList(),
        resolution == null ? "" : resolution.resolution(),
        resolution == null ? "" : resolution.resolvedBy());
  }
}
