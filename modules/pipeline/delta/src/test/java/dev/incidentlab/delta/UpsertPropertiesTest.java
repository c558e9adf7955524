package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.delta.UpsertRequest.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** Upserts against a model in memory, over random tables and sources with duplicates in both. */
class UpsertPropertiesTest {

  private Path folder;

  @BeforeTry
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("upsert");
  }

  @AfterTry
  void deleteFolder() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Values follow from key and precedence, so that rows of equal precedence are equal rows. */
  @Provide
  Arbitrary<List<Event>> rows() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 7),
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(1, 2),
            Arbitraries.integers().between(0, 3))
        .as(
            (key, day, revision, offset) ->
                Event.of(keyOf(key, day), 0)
                    .withTime(Event.START.plus(day, ChronoUnit.DAYS))
                    .withSpend((key + revision * 3 + offset * 5) % 7 % 2)
                    .withRevision(revision)
                    .withOffset(offset))
        .list()
        .ofMaxSize(25);
  }

  /** Of one day all keys are UUIDs, so that writers find what the table has. */
  private static String keyOf(int key, int day) {
    return day == 1 && key % 2 == 0 ? "key-" + key : "0198c0de-0000-7abc-8def-%012x".formatted(key);
  }

  @Property(tries = 30, shrinking = ShrinkingMode.BOUNDED)
  void upsertIsTheModelsAndIdempotent(
      @ForAll("rows") List<Event> inTable, @ForAll("rows") List<Event> staged) {
    DeltaTable table = tableOf("t", inTable, 3);
    TableSnapshot before = table.snapshot();
    Model model = new Model(inTable, staged);

    UpsertResult result =
        table.upsert(new UpsertRequest("r1", stage(table, staged, 2), Mode.UPSERT));

    assertThat(Event.read(table)).containsExactlyInAnyOrderElementsOf(model.upserted);
    assertThat(result.read()).isEqualTo(staged.size());
    assertThat(List.of(result.inserted(), result.updated(), result.unchanged()))
        .isEqualTo(List.of(model.inserted, model.updated, model.unchanged));
    assertThat(result.read())
        .isEqualTo(
            result.inserted()
                + result.updated()
                + result.unchanged()
                + result.duplicatesInSource());
    assertThat(before.rows() + result.inserted() - result.duplicatesInTable())
        .isEqualTo(table.snapshot().rows());
    assertUntouchedFilesKeepTheirPaths(before, table.snapshot());

    List<ActiveFile> after = table.snapshot().files();
    UpsertResult again =
        table.upsert(new UpsertRequest("r2", stage(table, staged, 3), Mode.UPSERT));

    assertThat(again.inserted() + again.updated()).isZero();
    assertThat(again.filesAdded()).isZero();
    assertThat(table.snapshot().files()).isEqualTo(after);
  }

  private static UpsertRequest request(String id, Staged staged, Mode mode) {
    return new UpsertRequest(id, staged, mode, Event.replaced(mode));
  }

  /** Writers that leave out what the table has, and files without digests, come to the same. */
  @Property(tries = 30, shrinking = ShrinkingMode.BOUNDED)
  void rowsThatTheTableHasNeedNotBeStaged(
      @ForAll("rows") List<Event> inTable, @ForAll("rows") List<Event> staged, @ForAll Mode mode) {
    DeltaTable table = tableOf("t", inTable, 3);
    DeltaTable other = tableOf("other", inTable, 3);
    List<Event> before = Event.read(table);
    Staged looked = staged(table, "r", mode, staged);

    UpsertPlan plan = table.planUpsert(request("p", compared(table, "p", mode, staged), mode));
    UpsertResult result = table.upsert(request("r", looked, mode));
    Staged plain = new Staged(stage(other, staged, 2), List.of());
    UpsertResult expected = other.upsert(request("r", plain, mode));

    assertThat(Event.read(table)).containsExactlyInAnyOrderElementsOf(Event.read(other));
    for (UpsertResult one : List.of(result, expected)) {
      assertThat(
              List.of(
                  one.read(),
                  one.inserted(),
                  one.updated(),
                  one.unchanged(),
                  one.duplicatesInSource(),
                  one.duplicatesInTable(),
                  one.removed()))
          .isEqualTo(
              List.of(
                  plan.read(),
                  plan.inserted(),
                  plan.updated(),
                  plan.unchanged(),
                  plan.duplicatesInSource(),
                  plan.duplicatesInTable(),
                  plan.removed()));
    }
    long rowsStaged = looked.files().stream().mapToLong(DataFile::rows).sum();
    List<Event> present =
        staged.stream().filter(e -> before.stream().anyMatch(e::sameValues)).toList();
    long ofKnownOrder = present.stream().filter(e -> e.time().equals(Event.START)).count();
    if (mode == Mode.UPSERT || mode == Mode.REPLACE) {
      // Of the other day, it depends on whether a file's first and last keys are UUIDs.
      assertThat(rowsStaged)
          .isBetween((long) staged.size() - present.size(), staged.size() - ofKnownOrder);
    }
    assertThat(folder.resolve("t/_staging/r")).doesNotExist();
  }

  private static Staged staged(DeltaTable table, String id, Mode mode, List<Event> rows) {
    // Both are open at a time, as subtasks are.
    try (UpsertWriter one = table.newUpsertWriter(id, mode);
        UpsertWriter other = table.newUpsertWriter(id, mode)) {
      for (int i = 0; i < rows.size(); i++) {
        (i % 2 == 0 ? one : other).write(rows.get(i).toRow(table.schema()));
      }
      return one.finish().and(other.finish());
    }
  }

  private static Staged compared(DeltaTable table, String id, Mode mode, List<Event> rows) {
    try (UpsertWriter writer = table.newPlanWriter(id, mode)) {
      rows.forEach(row -> writer.write(row.toRow(table.schema())));
      return writer.finish();
    }
  }

  @Property(tries = 12, shrinking = ShrinkingMode.BOUNDED)
  void theOrderOfStagedRowsDoesNotMatter(
      @ForAll("rows") List<Event> inTable,
      @ForAll("rows") List<Event> staged,
      @ForAll Random random) {
    DeltaTable one = tableOf("one", inTable, 2);
    DeltaTable other = tableOf("other", inTable, 2);
    List<Event> shuffled = new ArrayList<>(staged);
    Collections.shuffle(shuffled, random);

    one.upsert(new UpsertRequest("r", stage(one, staged, 1), Mode.UPSERT));
    other.upsert(new UpsertRequest("r", stage(other, shuffled, 4), Mode.UPSERT));

    assertThat(Event.read(one)).containsExactlyInAnyOrderElementsOf(Event.read(other));
  }

  @Property(tries = 12, shrinking = ShrinkingMode.BOUNDED)
  void insertMissingAddsOneRowForEachAbsentKey(
      @ForAll("rows") List<Event> inTable, @ForAll("rows") List<Event> staged) {
    DeltaTable table = tableOf("t", inTable, 3);

    UpsertResult result =
        table.upsert(new UpsertRequest("r", stage(table, staged, 2), Mode.INSERT_MISSING));

    Model model = new Model(inTable, staged);
    assertThat(Event.read(table)).containsExactlyInAnyOrderElementsOf(model.withInserted);
    assertThat(result.inserted()).isEqualTo(model.inserted);
    assertThat(result.filesRewritten()).isZero();
  }

  /** Rows of before, without a model, and rows of after; some of them with one. */
  @Property(tries = 20, shrinking = ShrinkingMode.BOUNDED)
  void overFilesOfBeforeAnEvolutionItIsTheModelsToo(
      @ForAll("rows") List<Event> written,
      @ForAll("rows") List<Event> read,
      @ForAll long attributed) {
    List<Event> inTable = written.stream().map(e -> e.withModel(null)).toList();
    List<Event> staged =
        read.stream().map(e -> e.withModel(isAttributed(e, attributed) ? "linear" : null)).toList();
    DeltaTable table = tableOf("t", Event.EARLIER_TABLE, inTable, 3).evolve(Event.TABLE, Map.of());
    Model model = new Model(inTable, staged);

    UpsertResult result =
        table.upsert(new UpsertRequest("r1", stage(table, staged, 2), Mode.UPSERT));

    assertThat(Event.readAs(Event.TABLE, table))
        .containsExactlyInAnyOrderElementsOf(model.upserted);
    assertThat(List.of(result.inserted(), result.updated(), result.unchanged()))
        .isEqualTo(List.of(model.inserted, model.updated, model.unchanged));
  }

  /** Follows from key and precedence, as all values do. */
  private static boolean isAttributed(Event event, long seed) {
    return (seed >>> (event.id().hashCode() & 7) + 8 * event.offset() + 31 * event.revision() & 1)
        == 1;
  }

  private static void assertUntouchedFilesKeepTheirPaths(TableSnapshot before, TableSnapshot now) {
    List<Event> rows = new ArrayList<>();
    now.files().forEach(f -> rows.addAll(Event.read(f.path())));
    Set<Path> paths = now.files().stream().map(ActiveFile::path).collect(Collectors.toSet());
    for (ActiveFile file : before.files()) {
      if (!paths.contains(file.path())) {
        Map<Event, Long> left = count(rows);
        // A file that went must have held a row that went: else it was rewritten for nothing.
        assertThat(
                count(before.files().stream().flatMap(f -> Event.read(f.path()).stream()).toList()))
            .as("rows of the table before, some of %s must be gone", file.path())
            .matches(
                was ->
                    Event.read(file.path()).stream()
                        .anyMatch(e -> left.getOrDefault(e, 0L) < was.get(e)));
      }
    }
  }

  private static Map<Event, Long> count(List<Event> events) {
    return events.stream().collect(Collectors.groupingBy(e -> e, Collectors.counting()));
  }

  private DeltaTable tableOf(String name, List<Event> rows, int files) {
    return tableOf(name, Event.TABLE, rows, files);
  }

  private DeltaTable tableOf(String name, TableSchema schema, List<Event> rows, int files) {
    DeltaTable table = DeltaTable.create(folder.resolve(name), schema);
    int part = 0;
    for (List<Event> some : split(rows, files)) {
      table.upsert(new UpsertRequest("part-" + part++, Event.stage(table, some), Mode.APPEND));
    }
    return table;
  }

  private static List<DataFile> stage(DeltaTable table, List<Event> rows, int files) {
    return split(rows, files).stream().flatMap(s -> Event.stage(table, s).stream()).toList();
  }

  private static List<List<Event>> split(List<Event> rows, int parts) {
    List<List<Event>> result = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      result.add(rows.subList(rows.size() * i / parts, rows.size() * (i + 1) / parts));
    }
    return result;
  }

  /** The rules of {@link UpsertRequest.Mode}, one key at a time. */
  private static final class Model {
    private static final Comparator<Event> PRECEDENCE =
        Comparator.comparingInt(Event::revision).thenComparingLong(Event::offset);

    final List<Event> upserted = new ArrayList<>();
    final List<Event> withInserted;
    long inserted;
    long updated;
    long unchanged;

    Model(List<Event> inTable, List<Event> staged) {
      Map<List<Object>, List<Event>> have = byKey(inTable);
      Map<List<Object>, List<Event>> come = byKey(staged);
      withInserted = new ArrayList<>(inTable);
      Set<List<Object>> keys = new HashSet<>(have.keySet());
      keys.addAll(come.keySet());
      for (List<Object> key : keys) {
        if (!come.containsKey(key)) {
          upserted.addAll(have.get(key));
        } else {
          Event candidate = Collections.max(come.get(key), PRECEDENCE);
          decide(have.getOrDefault(key, List.of()), candidate);
        }
      }
    }

    private void decide(List<Event> existing, Event candidate) {
      if (existing.isEmpty()) {
        upserted.add(candidate);
        withInserted.add(candidate);
        inserted++;
        return;
      }
      Event best = Collections.max(existing, PRECEDENCE);
      boolean replaced = PRECEDENCE.compare(candidate, best) > 0 && !candidate.sameValues(best);
      upserted.add(
          replaced
              ? existing.stream().filter(candidate::sameValues).max(PRECEDENCE).orElse(candidate)
              : best);
      if (replaced || existing.size() > 1) {
        updated++;
      } else {
        unchanged++;
      }
    }

    private static Map<List<Object>, List<Event>> byKey(List<Event> events) {
      return events.stream()
          .collect(
              Collectors.groupingBy(
                  e -> List.<Object>of(e.date(), e.id()), LinkedHashMap::new, Collectors.toList()));
    }
  }
}
