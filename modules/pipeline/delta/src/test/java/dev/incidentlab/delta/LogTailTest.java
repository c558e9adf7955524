package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Appends follow the log entry by entry, and write its checkpoints. */
class LogTailTest {

  private static final SourcePartition SOURCE = new SourcePartition("topic", 0);

  @TempDir Path folder;
  private DeltaTable table;
  private DeltaTable other;

  @BeforeEach
  void createTable() {
    table = DeltaTable.create(folder, Event.TABLE);
    other = DeltaTable.open(folder);
  }

  @Test
  void positionsThatAnotherWriterMovedAreKnownAtOnce() {
    append(table, 0, 3);
    assertThat(table.position(SOURCE)).hasValue(3);

    append(other, 3, 7);

    assertThat(table.position(SOURCE)).hasValue(7);
    assertThat(table.position(new SourcePartition("topic", 1))).isEmpty();
  }

  @Test
  void anAppendGoesOnBehindTheCommitsOfOthers() {
    append(table, 0, 1);
    other.upsert(
        new UpsertRequest(
            "r", Event.stage(other, List.of(Event.of("late", 0))), UpsertRequest.Mode.APPEND));
    other.optimize(new OptimizeRequest(1 << 20, List.of()));

    append(table, 1, 2);

    assertThat(table.snapshot().version()).isEqualTo(4);
    assertThat(Event.read(table)).hasSize(3);
  }

  @Test
  void aLogThatWasCleanedUpBehindItIsReadAnew() throws IOException {
    append(table, 0, 1);
    for (int i = 1; i < 25; i++) {
      append(other, i, i + 1);
    }
    // As a clean-up does: what is before a checkpoint goes
    for (int version = 0; version < 20; version++) {
      Files.delete(entry(version));
    }

    append(table, 25, 26);

    assertThat(entry(2)).doesNotExist();
    assertThat(entry(26)).exists();
    assertThat(Event.read(other)).hasSize(26);
  }

  @Test
  void aTableOfALaterProtocolIsNotWrittenTo() throws IOException {
    append(table, 0, 1);
    Files.writeString(entry(2), "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":9}}\n");

    assertThatThrownBy(() -> append(table, 1, 2)).hasMessageContaining("protocol");

    assertThat(entry(3)).doesNotExist();
  }

  @Test
  void theEntryIsAsDeltaHasIt() throws IOException {
    append(table.as("ingest-events"), 0, 2);

    List<JsonNode> actions = Files.readAllLines(entry(1)).stream().map(Json::parse).toList();

    JsonNode info = actions.get(0).get("commitInfo");
    assertThat(info.get("operation").asText()).isEqualTo("STREAMING UPDATE");
    assertThat(info.at("/operationParameters/job").asText()).isEqualTo("ingest-events");
    assertThat(info.at("/operationMetrics/numOutputRows").asText()).isEqualTo("2");
    assertThat(info.get("isBlindAppend").asBoolean()).isTrue();
    assertThat(info.get("readVersion").asLong()).isZero();
    assertThat(actions.get(1).at("/txn/appId").asText()).isEqualTo("topic/0");
    assertThat(actions.get(1).at("/txn/version").asLong()).isEqualTo(2);
    JsonNode add = actions.get(2).get("add");
    assertThat(add.at("/partitionValues/event_date").asText()).isEqualTo("2026-11-22");
    assertThat(add.get("dataChange").asBoolean()).isTrue();
    assertThat(Files.size(folder.resolve(add.get("path").asText())))
        .isEqualTo(add.get("size").asLong());
  }

  @Test
  void checkpointsComeTheRarerTheMoreTheyHold() throws IOException {
    for (int i = 0; i < 12; i++) {
      append(table, i, i + 1);
    }
    assertThat(checkpoints()).containsExactly(10L);
    // A checkpoint of 400 files, of which the entry behind it is a twentieth every 20 commits
    Path last = folder.resolve("_delta_log/_last_checkpoint");
    Files.writeString(last, "{\"version\":10,\"size\":400}");

    for (int i = 12; i < 35; i++) {
      append(table, i, i + 1);
    }

    assertThat(checkpoints()).containsExactly(10L, 30L);
    assertThat(Event.read(DeltaTable.open(folder))).hasSize(35);
  }

  @Test
  void oldEntriesAreNotCleanedUp() throws IOException {
    JsonNode metadata =
        Files.readAllLines(entry(0)).stream()
            .map(Json::parse)
            .filter(action -> action.has("metaData"))
            .findFirst()
            .orElseThrow();

    assertThat(metadata.at("/metaData/configuration/delta.enableExpiredLogCleanup").asText())
        .isEqualTo("false");
  }

  private static void append(DeltaTable by, long from, long to) {
    List<Event> rows =
        Stream.iterate(from, o -> o < to, o -> o + 1).map(o -> Event.of("e" + o, o)).toList();
    by.append(Event.stage(by, rows), Map.of(SOURCE, new OffsetRange(from, to)));
  }

  private Path entry(long version) {
    return folder.resolve("_delta_log/%020d.json".formatted(version));
  }

  private Set<Long> checkpoints() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("_delta_log"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".checkpoint.parquet"))
          .map(name -> Long.parseLong(name.substring(0, 20)))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
