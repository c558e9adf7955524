package dev.incidentlab.warehouse.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What must outlive a crash beside the runs and publications.
 *
 * @param looked story time up to which the schedule was followed; null before its first time
 * @param paused by model who paused it
 */
record DownstreamState(Instant looked, Map<String, String> paused, List<GateOverride> overrides) {
  private static final DownstreamState EMPTY = new DownstreamState(null, Map.of(), List.of());

  static DownstreamState read(Path file) {
    if (!Files.exists(file)) {
      return EMPTY;
    }
    try {
      return JsonLines.JSON.readValue(Files.readString(file), DownstreamState.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  void write(Path file) {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.writeString(next, JsonLines.JSON.writeValueAsString(this));
      JsonLines.sync(next);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a state is always JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
