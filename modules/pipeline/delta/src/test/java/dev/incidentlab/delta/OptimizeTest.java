package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.delta.standalone.actions.AddFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimizeTest {

  private static final SourcePartition P0 = new SourcePartition("topic", 0);
  private static final OptimizeRequest JOIN = new OptimizeRequest(1 << 20, List.of());
  private static final OptimizeRequest CLUSTER =
      new OptimizeRequest(1 << 20, List.of("spend_micros"));

  @TempDir Path folder;
  private DeltaTable table;
  private long next;

  @BeforeEach
  void createTable() {
    table = DeltaTable.create(folder, Event.TABLE);
  }

  @Test
  void filesOfADateBecomeOneAndRowsStay() {
    appendEach(12);
    List<Event> before = Event.read(table);

    OptimizeResult result = table.as("table-optimize").optimize(JOIN);

    assertThat(result.filesRemoved()).isEqualTo(12);
    assertThat(result.filesAdded()).isEqualTo(1);
    assertThat(result.rows()).isEqualTo(24);
    assertThat(table.snapshot().files()).hasSize(1).allMatch(f -> f.bounds().isPresent());
    assertThat(Event.read(table)).containsExactlyInAnyOrderElementsOf(before);
    assertThat(table.position(P0)).hasValue(next);
    assertThat(staged()).isEmpty();
  }

  @Test
  void datesAreKeptApart() {
    append(Event.of("a", 0), Event.of("b", 1).withTime(Event.START.plus(1, ChronoUnit.DAYS)));
    append(Event.of("c", 2), Event.of("d", 3).withTime(Event.START.plus(1, ChronoUnit.DAYS)));

    OptimizeResult result = table.optimize(JOIN);

    assertThat(result.filesRemoved()).isEqualTo(4);
    assertThat(table.snapshot().files().stream().map(ActiveFile::eventDate))
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  @Test
  void filesArePackedUpToTheTargetInTheOrderOfTheirEvents() {
    appendEach(10);
    long one = table.snapshot().files().get(0).bytes();

    OptimizePlan plan = table.planOptimize(new OptimizeRequest(3 * one + one / 2, List.of()));
    table.optimize(new OptimizeRequest(3 * one + one / 2, List.of()));

    assertThat(plan.rewrites()).allMatch(r -> r.bytes() <= 3 * one + one / 2 && r.files() > 1);
    assertThat(plan.rewrites().stream().mapToLong(OptimizePlan.Rewrite::rows).sum()).isEqualTo(18);
    List<FileBounds> bounds =
        table.snapshot().files().stream().map(f -> f.bounds().orElseThrow()).toList();
    // No two files overlap in time.
    for (FileBounds a : bounds) {
      assertThat(bounds)
          .filteredOn(b -> b != a)
          .allMatch(
              b ->
                  b.maxEventTime().isBefore(a.minEventTime())
                      || a.maxEventTime().isBefore(b.minEventTime()));
    }
  }

  @Test
  void aPlanWritesNothing() throws IOException {
    appendEach(3);
    List<Path> before = everything();

    OptimizePlan plan = table.planOptimize(JOIN);

    assertThat(plan.version()).isEqualTo(3);
    assertThat(plan.files()).isEqualTo(3);
    assertThat(plan.rewrites())
        .singleElement()
        .satisfies(r -> assertThat(r.files()).isEqualTo(3))
        .satisfies(r -> assertThat(r.newFiles()).isEqualTo(1));
    assertThat(everything()).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void aLayoutThatIsAsWantedIsNotCommittedAgain() {
    appendEach(4);
    table.optimize(JOIN);
    long version = table.snapshot().version();

    OptimizeResult again = table.optimize(JOIN);
    table.optimize(CLUSTER);
    OptimizeResult clusteredAgain = table.optimize(CLUSTER);

    assertThat(again).isEqualTo(new OptimizeResult(version, 0, 0, 0, 0, 0, "", 0));
    assertThat(clusteredAgain.version()).isEqualTo(version + 1);
    assertThat(clusteredAgain.filesRemoved()).isZero();
  }

  @Test
  void whatIsClusteredIsKnownFromACheckpointToo() {
    appendEach(4);
    table.optimize(CLUSTER);
    for (int i = 0; i < 12; i++) {
      table.append(List.of(), Map.of(P0, new OffsetRange(next, next + 1)));
      next++;
    }
    assertThat(folder.resolve("_delta_log/00000000000000000010.checkpoint.parquet")).exists();

    assertThat(DeltaTable.open(folder).planOptimize(CLUSTER).rewrites()).isEmpty();
  }

  @Test
  void aTableWithoutFilesIsLeftAlone() {
    assertThat(table.optimize(JOIN).version()).isZero();
    assertThat(table.planOptimize(JOIN).rewrites()).isEmpty();
  }

  @Test
  void theLogSaysOptimizeAndThatNoDataChanged() throws IOException {
    appendEach(3);
    table.as("table-optimize").optimize(CLUSTER);

    List<JsonNode> actions = entry(4);
    JsonNode info = only(actions, "commitInfo");
    assertThat(info.get("operation").asText()).isEqualTo("OPTIMIZE");
    assertThat(info.at("/operationParameters/zOrderBy").asText())
        .isEqualTo("[\"spend_micros\",\"event_ts\"]");
    assertThat(info.at("/operationParameters").has("lab.operation")).isFalse();
    assertThat(info.at("/operationMetrics/numRemovedFiles").asText()).isEqualTo("3");
    assertThat(info.at("/operationMetrics/numAddedFiles").asText()).isEqualTo("1");
    assertThat(actions)
        .filteredOn(a -> a.has("add") || a.has("remove"))
        .hasSize(4)
        .allMatch(a -> !a.findValue("dataChange").asBoolean(true));
    assertThat(only(actions, "add").at("/tags/ZORDER_BY").asText())
        .isEqualTo("spend_micros,event_ts");
  }

  @Test
  void historyShowsItWithoutRows() {
    appendEach(3);
    table.as("table-optimize").optimize(JOIN);

    TableCommit commit = table.history().get(4);

    assertThat(commit.operation()).isEqualTo("OPTIMIZE");
    assertThat(commit.job()).contains("table-optimize");
    assertThat(commit.filesRemoved()).isEqualTo(3);
    assertThat(commit.filesAdded()).isEqualTo(1);
    assertThat(List.of(commit.inserted(), commit.updated(), commit.removed())).containsOnly(0L);
  }

  @Test
  void anEarlierVersionStillHasItsFiles() {
    appendEach(3);
    List<Event> before = Event.read(table);
    table.optimize(JOIN);

    List<Event> earlier =
        table.snapshot(3).files().stream().flatMap(f -> Event.read(f.path()).stream()).toList();

    assertThat(earlier).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void filesFromBeforeAnEvolutionGetTheLaterColumns() {
    Path other = folder.resolve("evolved");
    DeltaTable early = DeltaTable.create(other, Event.EARLIER_TABLE);
    early.append(
        Event.stage(early, List.of(Event.of("a", 1).withModel(null))),
        Map.of(P0, new OffsetRange(0, 2)));
    DeltaTable late = early.evolve(Event.TABLE, Map.of());
    Event with = Event.of("b", 2).withModel("linear");
    late.append(Event.stage(late, List.of(with)), Map.of(P0, new OffsetRange(2, 3)));

    late.optimize(JOIN);

    assertThat(late.snapshot().files()).hasSize(1);
    assertThat(Event.read(late)).containsExactlyInAnyOrder(Event.of("a", 1).withModel(null), with);
  }

  @Test
  void rowsThatAreThereTwiceStayTwice() {
    table.upsert(
        new UpsertRequest(
            "one",
            Event.stage(table, List.of(Event.of("a", 0), Event.of("a", 0))),
            UpsertRequest.Mode.APPEND));
    append(Event.of("a", 0));

    table.optimize(CLUSTER);

    assertThat(Event.read(table)).hasSize(3).containsOnly(Event.of("a", 0));
  }

  @Test
  void clusteredFilesAreNarrowInTheColumnAndInTime() {
    // Given amounts that have nothing to do with the time, so that each file has nearly all of both
    List<Event> rows =
        LongStream.range(0, 4_000).mapToObj(o -> Event.of("e" + o, o)).collect(Collectors.toList());
    List<Long> amounts = LongStream.range(0, 4_000).boxed().collect(Collectors.toList());
    Collections.shuffle(amounts, new Random(7));
    rows.replaceAll(e -> e.withSpend(amounts.get((int) e.offset())));
    for (int from = 0; from < 4_000; from += 500) {
      append(rows.subList(from, from + 500).toArray(Event[]::new));
    }
    long bytes = table.snapshot().files().stream().mapToLong(ActiveFile::bytes).sum();

    // When laid out as 16 files, with buckets that do not hold all rows at a time
    OptimizeRequest request = new OptimizeRequest((bytes + 15) / 16, List.of("spend_micros"));
    new Optimize(table, request, 0, 300).run();

    // Then a file has about a quarter of the amounts and a quarter of the time
    assertThat(table.snapshot().files()).hasSize(16);
    List<List<Event>> files =
        table.snapshot().files().stream().map(f -> Event.read(f.path())).toList();
    assertThat(files.stream().mapToLong(f -> spread(f, Event::spend)).average().orElseThrow())
        .isLessThan(1_400);
    assertThat(
            files.stream()
                .mapToLong(f -> spread(f, e -> e.time().getEpochSecond()))
                .average()
                .orElseThrow())
        .isLessThan(1_400);
    assertThat(files.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(rows);
    assertThat(staged()).isEmpty();
    assertThat(folder.resolve("_staging")).isEmptyDirectory();
  }

  @Test
  void textsAndNullsHaveAnOrderToo() {
    appendEach(5);
    List<Event> before = Event.read(table);

    table.optimize(new OptimizeRequest(1 << 20, List.of("placement", "billable", "score")));

    assertThat(Event.read(table)).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void aColumnWithoutAnOrderIsRefused() {
    appendEach(2);

    assertThatThrownBy(() -> table.optimize(new OptimizeRequest(1 << 20, List.of("attribution"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be Z-ordered by 'attribution'")
        .hasMessageContaining("event_id");
  }

  @Test
  void appendsInBetweenAreNoConflict() {
    appendEach(3);
    table.log().beforeCommit(AppendTest.once(() -> appendBy(DeltaTable.open(folder))));

    OptimizeResult result = table.optimize(JOIN);

    assertThat(result.retries()).isZero();
    assertThat(table.snapshot().files()).hasSize(2);
    assertThat(Event.read(table)).hasSize(8);
  }

  @Test
  void anAppendThatLosesTheVersionToAnOptimizeGoesOnWithoutARetry() {
    appendEach(3);
    List<DataFile> files = Event.stage(table, List.of(Event.of("late", next)));
    table.log().beforeCommit(AppendTest.once(() -> DeltaTable.open(folder).optimize(JOIN)));

    AppendResult result = table.append(files, Map.of(P0, new OffsetRange(next, next + 1)));

    assertThat(result.retries()).isZero();
    assertThat(result.version()).isEqualTo(5);
    assertThat(Event.read(table)).hasSize(7);
  }

  @Test
  void onlyTheDateThatAnUpsertChangedIsWrittenAgain() {
    Instant nextDay = Event.START.plus(1, ChronoUnit.DAYS);
    Event a = Event.of("a", 0);
    append(a, Event.of("n1", 1).withTime(nextDay));
    append(Event.of("b", 2), Event.of("n2", 3).withTime(nextDay));
    Event repaired = a.withSpend(77).withRevision(2);
    List<Set<Path>> stagedAtCommit = new ArrayList<>();
    Runnable upsert =
        AppendTest.once(
            () -> {
              DeltaTable other = DeltaTable.open(folder);
              other.upsert(
                  new UpsertRequest(
                      "r", Event.stage(other, List.of(repaired)), UpsertRequest.Mode.UPSERT));
            });
    table
        .log()
        .beforeCommit(
            () -> {
              stagedAtCommit.add(Set.copyOf(staged()));
              upsert.run();
            });

    OptimizeResult result = table.optimize(JOIN);

    assertThat(result.retries()).isEqualTo(1);
    assertThat(stagedAtCommit).hasSize(2).allMatch(files -> files.size() == 2);
    assertThat(stagedAtCommit.get(1)).filteredOn(f -> stagedAtCommit.get(0).contains(f)).hasSize(1);
    assertThat(Event.read(table)).hasSize(4).contains(repaired).doesNotContain(a);
    assertThat(staged()).isEmpty();
    assertThat(unnamed()).isEmpty();
  }

  @Test
  void anUpsertThatLosesToAnOptimizeLooksAgain() {
    Event a = Event.of("a", 0);
    append(a);
    append(Event.of("b", 1));
    Event repaired = a.withSpend(77).withRevision(2);
    table.log().beforeCommit(AppendTest.once(() -> DeltaTable.open(folder).optimize(JOIN)));

    UpsertResult result =
        table.upsert(
            new UpsertRequest(
                "r", Event.stage(table, List.of(repaired)), UpsertRequest.Mode.UPSERT));

    assertThat(result.retries()).isEqualTo(1);
    assertThat(Event.read(table)).containsExactlyInAnyOrder(repaired, Event.of("b", 1));
    assertThat(unnamed()).isEmpty();
  }

  @Test
  void anOptimizeThatKeepsLosingIsRefusedWithoutATrace() {
    append(Event.of("a", 0));
    append(Event.of("b", 1));
    int[] revision = {2};
    table
        .log()
        .beforeCommit(
            () -> {
              DeltaTable other = DeltaTable.open(folder);
              Event better = Event.of("a", 0).withSpend(revision[0]).withRevision(revision[0]);
              other.upsert(
                  new UpsertRequest(
                      "r" + revision[0]++,
                      Event.stage(other, List.of(better)),
                      UpsertRequest.Mode.UPSERT));
            });

    Optimize optimize = new Optimize(table, JOIN, 2, 10);

    assertThatThrownBy(optimize::run)
        .isInstanceOf(TableException.class)
        .hasMessageContaining("optimize of fact_ad_events: 3 attempts in a row");
    assertThat(DeltaTable.open(folder).history())
        .noneMatch(commit -> commit.operation().equals("OPTIMIZE"));
    assertThat(staged()).isEmpty();
    assertThat(unnamed()).isEmpty();
  }

  @Test
  void rowsThatWouldGetLostAreNotCommitted() throws IOException {
    // Given a file with a row of another date than its partition's, as no writer of ours makes one
    append(Event.of("a", 0));
    append(Event.of("b", 1));
    Event misplaced = Event.of("c", 2).withTime(Event.START.plus(3, ChronoUnit.DAYS));
    DataFile file = Event.stage(table, List.of(misplaced)).get(0);
    Path into = table.snapshot().files().get(0).path().resolveSibling("misplaced.zstd.parquet");
    Files.move(folder.resolve(file.path()), into);
    AddFile add =
        AddFile.builder(
                folder.relativize(into).toString(),
                Map.of("event_date", Event.of("a", 0).date().toString()),
                Files.size(into),
                1,
                true)
            .build();
    table
        .log()
        .commit(
            table.log().begin(),
            List.of(add),
            new io.delta.standalone.Operation(io.delta.standalone.Operation.Name.WRITE));

    assertThatThrownBy(() -> table.optimize(JOIN))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("some of another event date")
        .hasMessageContaining("nothing was changed");
    assertThat(table.snapshot().version()).isEqualTo(3);
    assertThat(staged()).isEmpty();
  }

  private static long spread(List<Event> file, Function<Event, Long> of) {
    List<Long> values = file.stream().map(of).toList();
    return Collections.max(values) - Collections.min(values);
  }

  private void appendEach(int files) {
    for (int i = 0; i < files; i++) {
      appendBy(table);
    }
  }

  private void appendBy(DeltaTable by) {
    append(by, Event.of("e" + next, next), Event.of("e" + (next + 1), next + 1));
  }

  private void append(Event... events) {
    append(table, events);
  }

  private void append(DeltaTable by, Event... events) {
    by.append(
        Event.stage(by, List.of(events)), Map.of(P0, new OffsetRange(next, next + events.length)));
    next += events.length;
  }

  private List<Path> staged() {
    return AppendTest.parquetBelow(folder.resolve("_staging"));
  }

  private List<Path> everything() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** Data files that no version names. */
  private List<Path> unnamed() {
    Set<Path> named =
        LongStream.rangeClosed(0, table.snapshot().version())
            .boxed()
            .flatMap(v -> table.snapshot(v).files().stream())
            .map(ActiveFile::path)
            .collect(Collectors.toSet());
    return AppendTest.parquetBelow(folder).stream()
        .filter(p -> p.toString().contains("event_date=") && !named.contains(p))
        .toList();
  }

  private List<JsonNode> entry(long version) throws IOException {
    return Files.readAllLines(folder.resolve("_delta_log/%020d.json".formatted(version))).stream()
        .map(Json::parse)
        .toList();
  }

  private static JsonNode only(List<JsonNode> actions, String name) {
    return actions.stream().filter(a -> a.has(name)).findFirst().orElseThrow().get(name);
  }
}
