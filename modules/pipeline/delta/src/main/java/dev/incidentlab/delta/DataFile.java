package dev.incidentlab.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A finished Parquet file that no version of the table names yet: what a writer hands to a
 * committer, possibly by way of a checkpoint.
 *
 * @param path relative to the table's folder; below {@code _staging/} until a commit publishes it
 * @param eventDate the partition of all its rows
 * @param rows number of rows, above 0
 * @param bytes size of the file
 * @param statsJson the statistics as JSON, as Delta's protocol has them ("Per-file Statistics")
 * @param offsets by topic partition, the range that its rows' offsets lie in
 */
public record DataFile(
    String path,
    LocalDate eventDate,
    long rows,
    long bytes,
    String statsJson,
    Map<Integer, OffsetRange> offsets)
    implements Serializable {

  public DataFile {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(eventDate, "eventDate");
    Objects.requireNonNull(statsJson, "statsJson");
    offsets = Map.copyOf(offsets);
    if (rows <= 0) {
      throw new IllegalArgumentException(
          "data file %s: must hold at least one row, holds %d".formatted(path, rows));
    }
  }

  /** This file's description as JSON in UTF-8; {@link #fromBytes} reads it back. */
  public byte[] toBytes() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("path", path).put("eventDate", eventDate.toString());
    json.put("rows", rows).put("bytes", bytes).put("stats", statsJson);
    ObjectNode ranges = json.putObject("offsets");
    new TreeMap<>(offsets)
        .forEach(
            (partition, range) ->
                ranges.putArray(partition.toString()).add(range.from()).add(range.to()));
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @throws IllegalArgumentException if the bytes are not what {@link #toBytes} gives
   */
  public static DataFile fromBytes(byte[] bytes) {
    JsonNode json = Json.parse(new String(bytes, StandardCharsets.UTF_8));
    Map<Integer, OffsetRange> offsets = new TreeMap<>();
    json.required("offsets")
        .properties()
        .forEach(
            e ->
                offsets.put(
                    Integer.valueOf(e.getKey()),
                    new OffsetRange(e.getValue().get(0).asLong(), e.getValue().get(1).asLong())));
    return new DataFile(
        json.required("path").asText(),
        LocalDate.parse(json.required("eventDate").asText()),
        json.required("rows").asLong(),
        json.required("bytes").asLong(),
        json.required("stats").asText(),
        offsets);
  }
}
