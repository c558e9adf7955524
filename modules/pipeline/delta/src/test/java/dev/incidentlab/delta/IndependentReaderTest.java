package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.delta.kernel.data.Row;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this module writes, others can read: Delta Kernel the table, DuckDB its files. */
class IndependentReaderTest {

  private static final SourcePartition SOURCE = new SourcePartition("topic", 0);

  /** Beyond Delta's interval of 10, so that a checkpoint is read as well as log entries. */
  private static final int COMMITS = 13;

  @TempDir Path folder;
  private final List<Event> expected = new ArrayList<>();
  private DeltaTable table;

  @BeforeEach
  void fillTable() {
    table = DeltaTable.create(folder, Event.TABLE);
    for (int i = 0; i < COMMITS; i++) {
      Event event = Event.of("key-" + i, i).withTime(Event.START.plus(i, ChronoUnit.HOURS));
      table.append(Event.stage(table, List.of(event)), Map.of(SOURCE, new OffsetRange(i, i + 1)));
      expected.add(event);
    }
    Event repaired = expected.get(3).withSpend(77).withRevision(2);
    expected.set(3, repaired);
    table.upsert(
        new UpsertRequest("r", Event.stage(table, List.of(repaired)), UpsertRequest.Mode.UPSERT));
  }

  @Test
  void kernelReadsEveryRowWithItsDate() throws Exception {
    assertThat(folder.resolve("_delta_log/00000000000000000010.checkpoint.parquet")).exists();

    Map<Event, LocalDate> rows = new java.util.HashMap<>();
    for (Row row : kernel().rows(Optional.empty())) {
      rows.put(KernelReader.event(row), KernelReader.date(row));
    }

    assertThat(rows).isEqualTo(expected.stream().collect(Collectors.toMap(e -> e, Event::date)));
  }

  @Test
  void kernelPrunesFilesByTheStatistics() throws Exception {
    // Given the exact time of the last event, to the microsecond
    Event last = expected.get(COMMITS - 1);
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, last.time());

    List<Row> rows =
        kernel()
            .rows(
                Optional.of(
                    new Predicate(">=", new Column("event_ts"), Literal.ofTimestamp(micros))));

    // Then files of earlier events are not among those to read
    assertThat(rows.stream().map(KernelReader::event)).containsExactly(last);
  }

  @Test
  void kernelKnowsThePositions() throws Exception {
    assertThat(kernel().position(SOURCE)).contains((long) COMMITS);
  }

  @Test
  void duckDbReadsTheFilesOfASnapshot() throws Exception {
    String files =
        table.snapshot().files().stream()
            .map(f -> "'" + f.path() + "'")
            .collect(Collectors.joining(",", "[", "]"));
    String sql =
        "select count(*), sum(spend_micros), epoch_us(max(event_ts)), count(attribution.model),"
            + " count(distinct event_date) from read_parquet("
            + files
            + ", union_by_name=true, hive_partitioning=true)";
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();

      assertThat(result.getLong(1)).isEqualTo(COMMITS);
      assertThat(result.getLong(2)).isEqualTo(expected.stream().mapToLong(Event::spend).sum());
      assertThat(result.getLong(3))
          .isEqualTo(ChronoUnit.MICROS.between(Instant.EPOCH, expected.get(COMMITS - 1).time()));
      assertThat(result.getLong(4))
          .isEqualTo(expected.stream().filter(e -> e.model() != null).count());
      assertThat(result.getLong(5))
          .isEqualTo(expected.stream().map(Event::date).distinct().count());
    }
  }

  @Test
  void logEntriesCarryStatisticsAsAJsonString() throws Exception {
    List<JsonNode> adds =
        Files.readAllLines(folder.resolve("_delta_log/00000000000000000001.json")).stream()
            .map(Json::parse)
            .filter(action -> action.has("add"))
            .toList();

    assertThat(adds).hasSize(1);
    JsonNode stats = adds.get(0).at("/add/stats");
    assertThat(stats.isTextual()).isTrue();
    assertThat(Json.parse(stats.asText()).get("numRecords").asInt()).isEqualTo(1);
  }

  @Test
  void boundsSurviveACheckpoint() {
    DeltaTable reopened = DeltaTable.open(folder);

    assertThat(reopened.snapshot()).isEqualTo(table.snapshot());
    assertThat(reopened.snapshot().files()).allMatch(f -> f.bounds().isPresent());
  }

  private KernelReader kernel() {
    return new KernelReader(folder);
  }
}
