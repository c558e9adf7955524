package dev.incidentlab.delta;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The log entry of an append (Delta protocol, "Actions"): who did what, positions, and files.
 *
 * @param job the job that makes the commit
 * @param rows rows in the files
 * @param positions those that the append moves, by application id
 * @param files by published path
 */
record AppendEntry(
    Optional<String> job, long rows, Map<String, Long> positions, Map<String, DataFile> files) {

  List<String> lines(long readVersion) {
    long now = System.currentTimeMillis();
    List<String> lines = new ArrayList<>();
    lines.add(commitInfo(readVersion, now));
    new TreeMap<>(positions)
        .forEach(
            (appId, position) -> {
              ObjectNode txn = JsonNodeFactory.instance.objectNode();
              txn.put("appId", appId).put("version", position).put("lastUpdated", now);
              lines.add(line("txn", txn));
            });
    files.forEach((path, file) -> lines.add(add(path, file, now)));
    return lines;
  }

  private String commitInfo(long readVersion, long now) {
    ObjectNode info = JsonNodeFactory.instance.objectNode();
    info.put("timestamp", now).put("operation", "STREAMING UPDATE");
    ObjectNode parameters = info.putObject("operationParameters");
    job.ifPresent(name -> parameters.put(TableHistory.JOB, name));
    info.put("readVersion", readVersion).put("isolationLevel", "Serializable");
    info.put("isBlindAppend", true);
    info.putObject("operationMetrics").put(TableHistory.OUTPUT_ROWS, Long.toString(rows));
    info.put("engineInfo", TableLog.ENGINE).put("txnId", UUID.randomUUID().toString());
    return line("commitInfo", info);
  }

  private static String add(String path, DataFile file, long now) {
    ObjectNode add = JsonNodeFactory.instance.objectNode();
    add.put("path", path);
    add.putObject("partitionValues").put(TableSchema.PARTITION_COLUMN, file.eventDate().toString());
    add.put("size", file.bytes()).put("modificationTime", now).put("dataChange", true);
    add.put("stats", file.statsJson());
    return line("add", add);
  }

  private static String line(String name, ObjectNode action) {
    return Json.text(JsonNodeFactory.instance.objectNode().set(name, action));
  }
}
