package dev.incidentlab.grading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.grading.TableReader.Version;
import dev.incidentlab.schema.Contracts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableReaderTest {
  @TempDir private Path directory;
  private SmallWorld world;
  private TableReader reader;

  @BeforeEach
  void makeTable() throws IOException {
    world = SmallWorld.withBilling(directory);
    reader = new TableReader(world.ads().subject().tableDirectory());
  }

  @AfterEach
  void close() throws IOException {
    world.close();
  }

  @Test
  void hasNoVersionWhereThereIsNoTable() {
    assertThat(new TableReader(directory.resolve("elsewhere")).latest()).isEmpty();
  }

  @Test
  void knowsVersionIdAndCommitTime() {
    String id = reader.latest().orElseThrow().tableId();
    world.ads().ingest(world.publishAds(3));

    Version latest = reader.latest().orElseThrow();

    assertThat(latest.tableId())
        .isEqualTo(id)
        .isEqualTo(world.baseline().tableIds().get("ad-events"));
    assertThat(latest.number()).isEqualTo(1);
    assertThat(latest.committedAt())
        .isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now().plusSeconds(1));
  }

  @Test
  void readsEveryRowOfTheLatestAndOfAnOlderVersion() throws Exception {
    List<Published> events = world.publishAds(8);
    world.ads().ingest(events.subList(0, 4));
    world.ads().upsert(events);

    assertThat(ids(reader.at(1))).isEqualTo(sortedIds(events.subList(0, 4)));
    assertThat(ids(reader.latest().orElseThrow())).isEqualTo(sortedIds(events));
  }

  @Test
  void readsValuesAsTheyWereWritten() throws Exception {
    List<Published> events = world.publishAds(3);
    world.ads().ingest(events);
    List<List<Object>> values = new ArrayList<>();

    read(reader.latest().orElseThrow(), (batch, row) -> values.add(batch.values(row)));

    assertThat(values)
        .containsExactlyInAnyOrderElementsOf(
            events.stream()
                .map(
                    e ->
                        e.event().getSchema().getFields().stream()
                            .map(f -> plain(e, f.pos()))
                            .toList())
                .toList());
  }

  @Test
  void saysWhichColumnATableLacks() {
    world.ads().ingest(world.publishAds(1));
    Version version = reader.latest().orElseThrow();

    assertThatThrownBy(
            () ->
                reader.read(version, version.files(), List.of("spend"), () -> (path, batch) -> {}))
        .isInstanceOf(GradingException.class)
        .hasMessageContaining("has no column spend; it has [event_id, ");
  }

  private interface RowVisitor {
    void visit(RowBatch batch, int row);
  }

  private void read(Version version, RowVisitor visitor) throws Exception {
    TableColumns columns = TableColumns.of(Contracts.AD_EVENT, 1);
    reader.read(
        version,
        version.files(),
        RowBatch.columns(columns),
        () -> {
          RowBatch batch = new RowBatch(columns);
          return (path, data) -> {
            batch.fill(data);
            synchronized (visitor) {
              for (int row = 0; row < batch.size(); row++) {
                visitor.visit(batch, row);
              }
            }
          };
        });
  }

  private List<String> ids(Version version) throws Exception {
    List<String> ids = Collections.synchronizedList(new ArrayList<>());
    read(version, (batch, row) -> ids.add(batch.idText(row)));
    Collections.sort(ids);
    return ids;
  }

  private static List<String> sortedIds(List<Published> events) {
    return events.stream().map(Published::id).sorted().toList();
  }

  private static Object plain(Published event, int field) {
    Object value = event.event().get(field);
    return value == null || value instanceof Long ? value : value.toString();
  }
}
