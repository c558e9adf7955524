package dev.incidentlab.grading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of {@code publications.jsonl}.
 *
 * @param slice start of its hour
 * @param at story time of its publication
 * @param versions of its table that it was made of, itself or by way of another model; the first is
 *     the one that it read itself
 * @param overridden gates past which it was published
 */
record PublishedSlice(
    String model,
    Instant slice,
    String run,
    Path file,
    Instant at,
    List<Long> versions,
    List<String> overridden) {
  static final String FILE = "publications.jsonl";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All of a folder, oldest first. */
  static List<PublishedSlice> read(Path folder) throws IOException {
    List<PublishedSlice> slices = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(FILE))) {
      JsonNode json = JSON.readTree(line);
      List<Long> versions = new ArrayList<>();
      json.get("versions").forEach(version -> versions.add(version.asLong()));
      json.get("upstream").forEach(model -> model.forEach(v -> versions.add(v.asLong())));
      List<String> overridden = new ArrayList<>();
      json.get("overridden").forEach(gate -> overridden.add(gate.asText()));
      slices.add(
          new PublishedSlice(
              json.get("model").asText(),
              Instant.parse(json.get("slice").asText()),
              json.get("run").asText(),
              folder.resolve(json.get("file").asText()),
              Instant.parse(json.get("at").asText()),
              versions,
              overridden));
    }
    return slices;
  }

  /** Of each of a model's slices the one that was published last. */
  static Map<Instant, PublishedSlice> newest(List<PublishedSlice> all, String model) {
    Map<Instant, PublishedSlice> newest = new LinkedHashMap<>();
    all.stream().filter(s -> s.model().equals(model)).forEach(s -> newest.put(s.slice(), s));
    return newest;
  }

  @Override
  public String toString() {
    return "%s %s (run %s)".formatted(model, slice, run);
  }
}
