package dev.incidentlab.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.api.Binary;

/**
 * A data file's statistics in Delta's form ("Per-file Statistics" of the Delta protocol), taken
 * from what Parquet counted while it wrote. Top-level string, number, boolean and timestamp columns
 * have a null count; all of these but booleans have bounds.
 */
final class FileStats {

  /** Longest string bound, in code points: bounds stand in the log, once per file and column. */
  static final int MAX_STRING = 64;

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private FileStats() {}

  static String toJson(ParquetMetadata footer, TableSchema schema) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("numRecords", footer.getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum());
    ObjectNode min = json.putObject("minValues");
    ObjectNode max = json.putObject("maxValues");
    ObjectNode nulls = json.putObject("nullCount");
    for (Schema.Field field : schema.rows().getFields()) {
      Schema type = DeltaTypes.nonNull(field.schema());
      if (type.getType() != Schema.Type.RECORD) {
        Statistics<?> column = ofColumn(footer, field.name());
        nulls.put(field.name(), column.getNumNulls());
        putBounds(min, max, field.name(), type, column);
      }
    }
    return json.toString();
  }

  /** Rows in the file, if the statistics say. */
  static Optional<Long> rows(String statsJson) {
    return statsJson == null ? Optional.empty() : rows(Json.parse(statsJson));
  }

  static Optional<Long> rows(JsonNode stats) {
    return Optional.ofNullable(stats.get("numRecords")).map(JsonNode::asLong);
  }

  /** The bounds of key and event time, if the statistics say: another writer may leave them out. */
  static Optional<FileBounds> bounds(String statsJson, TableSchema schema) {
    return statsJson == null ? Optional.empty() : bounds(Json.parse(statsJson), schema);
  }

  /** Nulls by column, of those columns that the statistics tell of. */
  static Map<String, Long> nullCounts(JsonNode stats) {
    Map<String, Long> counts = new HashMap<>();
    stats
        .path("nullCount")
        .properties()
        .forEach(
            column -> {
              if (column.getValue().isIntegralNumber()) {
                counts.put(column.getKey(), column.getValue().asLong());
              }
            });
    return counts;
  }

  static Optional<FileBounds> bounds(JsonNode stats, TableSchema schema) {
    JsonNode minTime = stats.at("/minValues/" + schema.eventTimeColumn());
    JsonNode maxTime = stats.at("/maxValues/" + schema.eventTimeColumn());
    JsonNode minKey = stats.at("/minValues/" + schema.keyColumn());
    JsonNode maxKey = stats.at("/maxValues/" + schema.keyColumn());
    if (!minTime.isTextual()
        || !maxTime.isTextual()
        || !minKey.isTextual()
        || !maxKey.isTextual()) {
      return Optional.empty();
    }
    return Optional.of(
        new FileBounds(instant(minTime), instant(maxTime), minKey.asText(), maxKey.asText()));
  }

  /**
   * Compares strings by code point: the order of UTF-8 bytes, which Delta and Parquet bounds have.
   */
  static int compare(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  static String lowerBound(String min) {
    return cut(min, MAX_STRING);
  }

  static String upperBound(String max) {
    int length = MAX_STRING;
    // U+10FFFF stands for whatever was cut off, so what was cut off must not begin with it.
    while (max.codePointCount(0, max.length()) > length
        && max.codePointAt(max.offsetByCodePoints(0, length)) == Character.MAX_CODE_POINT) {
      length++;
    }
    String prefix = cut(max, length);
    return prefix.length() == max.length()
        ? max
        : prefix + Character.toString(Character.MAX_CODE_POINT);
  }

  private static String cut(String text, int codePoints) {
    return text.codePointCount(0, text.length()) <= codePoints
        ? text
        : text.substring(0, text.offsetByCodePoints(0, codePoints));
  }

  private static Statistics<?> ofColumn(ParquetMetadata footer, String column) {
    Statistics<?> all = null;
    for (BlockMetaData block : footer.getBlocks()) {
      for (ColumnChunkMetaData chunk : block.getColumns()) {
        if (chunk.getPath().toDotString().equals(column)) {
          Statistics<?> part = chunk.getStatistics();
          if (all == null) {
            all = part.copy();
          } else {
            all.mergeStatistics(part);
          }
        }
      }
    }
    if (all == null) {
      throw new IllegalStateException("a data file without column " + column);
    }
    return all;
  }

  private static void putBounds(
      ObjectNode min, ObjectNode max, String column, Schema type, Statistics<?> stats) {
    if (!stats.hasNonNullValue()) {
      return;
    }
    Object lowest = stats.genericGetMin();
    Object highest = stats.genericGetMax();
    switch (type.getType()) {
      case STRING -> {
        min.put(column, lowerBound(((Binary) lowest).toStringUsingUTF8()));
        max.put(column, upperBound(((Binary) highest).toStringUsingUTF8()));
      }
      case INT -> {
        min.put(column, (Integer) lowest);
        max.put(column, (Integer) highest);
      }
      case LONG -> putLongs(min, max, column, type, (Long) lowest, (Long) highest);
      case DOUBLE -> {
        if (stats.getNanCount() <= 0) {
          putDoubles(min, max, column, (Double) lowest, (Double) highest);
        }
      }
      default -> {}
    }
  }

  private static void putLongs(
      ObjectNode min, ObjectNode max, String column, Schema type, long lowest, long highest) {
    if (type.getLogicalType() == null) {
      min.put(column, lowest);
      max.put(column, highest);
    } else {
      min.put(column, TIMESTAMP.format(Instant.EPOCH.plus(lowest, ChronoUnit.MICROS)));
      max.put(column, TIMESTAMP.format(Instant.EPOCH.plus(highest, ChronoUnit.MICROS)));
    }
  }

  private static void putDoubles(
      ObjectNode min, ObjectNode max, String column, double lowest, double highest) {
    // JSON has no infinities and no NaN, and readers differ in where NaN sorts; a bound left out
    // only costs a reader some pruning.
    if (Double.isFinite(lowest) && Double.isFinite(highest)) {
      min.put(column, lowest);
      max.put(column, highest);
    }
  }

  private static Instant instant(JsonNode timestamp) {
    return OffsetDateTime.parse(timestamp.asText()).toInstant();
  }
}
