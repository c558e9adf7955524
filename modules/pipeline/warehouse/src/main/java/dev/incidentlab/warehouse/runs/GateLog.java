package dev.incidentlab.warehouse.runs;

import dev.incidentlab.warehouse.gates.GateResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All gate results of a run of the platform, in {@code gates.jsonl}. Safe for many threads. */
final class GateLog {
  private final JsonLines<GateResult> file;
  private final Map<Key, GateResult> newest = new TreeMap<>();

  private record Key(String gate, Instant slice) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return Comparator.comparing(Key::gate)
          .thenComparing(Key::slice, Comparator.nullsFirst(Comparator.naturalOrder()))
          .compare(this, other);
    }
  }

  GateLog(Path folder) {
    file = new JsonLines<>(folder.resolve("gates.jsonl"));
    file.read(GateResult.class).forEach(this::keep);
  }

  synchronized void add(GateResult result) {
    file.append(result);
    keep(result);
  }

  private void keep(GateResult result) {
    newest.put(new Key(result.gate(), result.slice()), result);
  }

  /** The newest result of each gate and slice, by gate and then oldest slice first. */
  synchronized List<GateResult> newest() {
    return List.copyOf(newest.values());
  }
}
