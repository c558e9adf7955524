package dev.incidentlab.warehouse.runs;

import dev.incidentlab.delta.ActiveFile;
import dev.incidentlab.warehouse.Relation;
import dev.incidentlab.warehouse.TableVersion;
import dev.incidentlab.warehouse.Warehouse;
import dev.incidentlab.warehouse.WarehouseException;
import dev.incidentlab.warehouse.gates.GateResult;
import dev.incidentlab.warehouse.gates.Outcome;
import dev.incidentlab.warehouse.gates.SliceFacts;
import dev.incidentlab.warehouse.gates.SliceGates;
import dev.incidentlab.warehouse.gates.SliceGates.Asked;
import dev.incidentlab.warehouse.models.Model;
import dev.incidentlab.warehouse.models.Project;
import dev.incidentlab.warehouse.models.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes slices of a model and publishes those whose gates let them. All slices of a call are made
 * of the same versions of tables. For one thread.
 */
final class SliceBuilder {
  private final Project project;
  private final Warehouse warehouse;
  private final Function<String, TableVersion> tables;
  private final Publications publications;
  private final GateLog gates;
  private final Map<String, Known> known = new HashMap<>();

  /** What was only asked, and kept nowhere else. */
  private final Map<String, Known> looked = new HashMap<>();

  /** What the gates said of a slice of a table, and what its rows were read from. */
  private record Known(String source, Asked asked) {}

  /** What came of one slice. */
  private record Sliced(boolean published, List<String> heldBack, List<GateResult> asked) {}

  /**
   * What came of it.
   *
   * @param versions of the tables that were read
   * @param published hours
   * @param gates what the gates said of what it read
   */
  record Built(
      ModelRun.State state,
      String text,
      Map<String, Long> versions,
      List<Instant> published,
      List<GateResult> gates) {}

  /**
   * @param run id of the run
   * @param slices hours, oldest first
   * @param always also slices whose source is the same as when they were published
   * @param overridden gates that hold nothing back
   */
  record Order(
      String run, Model model, List<Instant> slices, boolean always, Set<String> overridden) {}

  SliceBuilder(
      Project project,
      Warehouse warehouse,
      Function<String, TableVersion> tables,
      Publications publications,
      GateLog gates) {
    this.project = project;
    this.warehouse = warehouse;
    this.tables = tables;
    this.publications = publications;
    this.gates = gates;
  }

  Built build(Order order, Instant now) {
    Map<String, TableVersion> versions = new TreeMap<>();
    order.model().sources().forEach(table -> versions.put(table, tables.apply(table)));
    Map<String, Long> numbers = new TreeMap<>();
    versions.forEach((table, version) -> numbers.put(table, version.snapshot().version()));
    List<GateResult> ages = freshness(versions, now);
    ages.forEach(gates::add);
    List<GateResult> asked = new ArrayList<>(ages);
    List<String> heldBack = heldBack(order, ages);
    List<Instant> published = new ArrayList<>();
    if (heldBack.isEmpty()) {
      for (Instant slice : order.slices()) {
        String source = source(order.model(), versions, slice);
        if (order.always() || changed(order.model(), slice, source)) {
          Sliced sliced = slice(order, versions, slice, source, ages, now);
          heldBack.addAll(sliced.heldBack());
          asked.addAll(sliced.asked());
          if (sliced.published()) {
            published.add(slice);
          }
        }
      }
    }
    return heldBack.isEmpty()
        ? new Built(
            ModelRun.State.SUCCESS,
            published.isEmpty()
                ? "nothing has changed since its slices were published"
                : "published " + hours(published),
            numbers,
            published,
            asked)
        : new Built(ModelRun.State.GATED, String.join("; ", heldBack), numbers, published, asked);
  }

  private static String hours(List<Instant> slices) {
    return slices.stream()
        .map(slice -> slice.atOffset(ZoneOffset.UTC).toLocalTime().toString())
        .collect(Collectors.joining(", "));
  }

  private boolean changed(Model model, Instant slice, String source) {
    return publications.of(model.name(), slice).filter(p -> p.source().equals(source)).isEmpty();
  }

  /** Gates of whole tables. */
  private List<GateResult> freshness(Map<String, TableVersion> versions, Instant now) {
    List<GateResult> results = new ArrayList<>();
    versions.forEach(
        (table, version) ->
            results.add(
                project
                    .sources()
                    .get(table)
                    .freshness()
                    .judge(version.snapshot().maxEventTime(), version.snapshot().version(), now)));
    return results;
  }

  private static List<String> heldBack(Order order, List<GateResult> results) {
    List<String> heldBack = new ArrayList<>();
    results.stream()
        .filter(r -> r.holdsBack() && !order.overridden().contains(r.gate()))
        .forEach(r -> heldBack.add(r.slice() == null ? r.words() : r.words() + " in " + r.slice()));
    return heldBack;
  }

  /**
   * Publishes one slice, if nothing holds it back.
   *
   * @param ages results of the gates of whole tables
   */
  private Sliced slice(
      Order order,
      Map<String, TableVersion> versions,
      Instant slice,
      String source,
      List<GateResult> ages,
      Instant now) {
    List<Relation> relations = new ArrayList<>();
    versions
        .values()
        .forEach(
            version ->
                // The hour before as well: the volume is compared with it.
                relations.add(
                    version.relation(slice.minus(Project.SLICE), slice.plus(Project.SLICE))));
    List<String> missing = new ArrayList<>();
    for (String ref : order.model().refs()) {
      publications
          .relation(ref, slice)
          .ifPresentOrElse(
              relations::add, () -> missing.add("%s has no slice %s".formatted(ref, slice)));
    }
    try (Connection duckdb = warehouse.open(relations)) {
      List<GateResult> ofSlice = new ArrayList<>();
      for (Map.Entry<String, TableVersion> table : versions.entrySet()) {
        Asked asked = ask(duckdb, table.getKey(), table.getValue(), slice, now);
        if (asked.facts().rows() == 0) {
          return new Sliced(false, List.of(), List.of()); // There is nothing to publish yet.
        }
        ofSlice.addAll(asked.results());
      }
      List<GateResult> results = new ArrayList<>(ages);
      results.addAll(ofSlice);
      List<String> heldBack = heldBack(order, results);
      heldBack.addAll(missing);
      if (heldBack.isEmpty()) {
        publish(duckdb, order, versions, slice, source, results, now);
      }
      return new Sliced(heldBack.isEmpty(), heldBack, ofSlice);
    } catch (SQLException e) {
      throw new WarehouseException(
          "cannot make slice %s of %s: %s".formatted(slice, order.model().name(), e.getMessage()),
          e);
    }
  }

  /** Asks all gates of a table as it is, and keeps nothing. */
  List<GateResult> ask(String table, Instant now) {
    TableVersion version = tables.apply(table);
    Source source = project.sources().get(table);
    SliceGates asked = new SliceGates(table, source.timeColumn(), source.gates());
    List<GateResult> results = new ArrayList<>(freshness(Map.of(table, version), now));
    try (Connection duckdb = warehouse.open(List.of(version.relation()))) {
      for (Instant slice : Slices.of(version, now)) {
        results.addAll(
            asked.ask(duckdb, slice, Project.SLICE, version.snapshot().version(), now).results());
      }
      return results;
    } catch (SQLException e) {
      throw new WarehouseException(
          "cannot ask the gates of %s: %s".formatted(table, e.getMessage()), e);
    }
  }

  /**
   * Asks the gates of a table about some of its hours, and keeps nothing but what they said: hours
   * of which no file has changed are not read again.
   */
  List<GateResult> ask(String table, List<Instant> slices, Instant now) {
    TableVersion version = tables.apply(table);
    Set<String> wanted = slices.stream().map(s -> table + "@" + s).collect(Collectors.toSet());
    looked.keySet().removeIf(key -> key.startsWith(table + "@") && !wanted.contains(key));
    List<GateResult> results = new ArrayList<>();
    for (Instant slice : slices) {
      String source = files(version, slice.minus(Project.SLICE), slice.plus(Project.SLICE));
      Known before = looked.get(table + "@" + slice);
      if (before == null || !before.source().equals(source)) {
        before = new Known(source, look(table, version, slice, now));
        looked.put(table + "@" + slice, before);
      }
      results.addAll(before.asked().results());
    }
    return results;
  }

  private Asked look(String table, TableVersion version, Instant slice, Instant now) {
    Instant from = slice.minus(Project.SLICE);
    Instant to = slice.plus(Project.SLICE);
    if (version.files(from, to).isEmpty()) {
      return new Asked(new SliceFacts(0, null, null, OptionalDouble.empty()), List.of());
    }
    Source source = project.sources().get(table);
    try (Connection duckdb = warehouse.open(List.of(version.relation(from, to)))) {
      return new SliceGates(table, source.timeColumn(), source.gates())
          .ask(duckdb, slice, Project.SLICE, version.snapshot().version(), now);
    } catch (SQLException e) {
      throw new WarehouseException(
          "cannot ask the gates of %s about %s: %s".formatted(table, slice, e.getMessage()), e);
    }
  }

  private Asked ask(
      Connection duckdb, String table, TableVersion version, Instant slice, Instant now)
      throws SQLException {
    String source = files(version, slice.minus(Project.SLICE), slice.plus(Project.SLICE));
    String key = table + "@" + slice;
    Known before = known.get(key);
    if (before != null && before.source().equals(source)) {
      return before.asked(); // Several models read the same slice of the same table.
    }
    Source declared = project.sources().get(table);
    Asked asked =
        new SliceGates(table, declared.timeColumn(), declared.gates())
            .ask(duckdb, slice, Project.SLICE, version.snapshot().version(), now);
    asked.results().forEach(gates::add);
    known.put(key, new Known(source, asked));
    return asked;
  }

  private void publish(
      Connection duckdb,
      Order order,
      Map<String, TableVersion> versions,
      Instant slice,
      String source,
      List<GateResult> results,
      Instant now)
      throws SQLException {
    Path target = publications.target(order.model().name(), slice, order.run());
    long rows = write(duckdb, order.model().sql().of(slice, slice.plus(Project.SLICE)), target);
    Map<String, Long> numbers = new TreeMap<>();
    versions.forEach((table, version) -> numbers.put(table, version.snapshot().version()));
    publications.publish(
        new Publication(
            order.model().name(),
            slice,
            order.run(),
            publications.name(target),
            rows,
            now,
            numbers,
            upstream(order.model(), slice),
            source,
            gatesThat(results, Outcome.WARN),
            gatesThat(results, Outcome.FAIL)));
  }

  private Map<String, Map<String, Long>> upstream(Model model, Instant slice) {
    Map<String, Map<String, Long>> upstream = new TreeMap<>();
    model
        .refs()
        .forEach(
            ref -> publications.of(ref, slice).ifPresent(p -> upstream.put(ref, p.versions())));
    return upstream;
  }

  private static List<String> gatesThat(List<GateResult> results, Outcome outcome) {
    return results.stream().filter(r -> r.outcome() == outcome).map(GateResult::gate).toList();
  }

  /** Nobody sees a file that is half written. */
  private static long write(Connection duckdb, String select, Path target) throws SQLException {
    Path partial = target.resolveSibling("." + target.getFileName());
    try (Statement statement = duckdb.createStatement()) {
      Files.createDirectories(target.getParent());
      long rows =
          statement.executeUpdate(
              "copy (\n%s\n) to '%s' (format parquet)"
                  .formatted(select, partial.toString().replace("'", "''")));
      JsonLines.sync(partial);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + target, e);
    }
  }

  /** Names what the rows of a slice are read from. */
  private String source(Model model, Map<String, TableVersion> versions, Instant slice) {
    Stream<String> read =
        versions.values().stream().map(v -> files(v, slice, slice.plus(Project.SLICE)));
    Stream<String> upstream =
        model.refs().stream()
            .map(ref -> publications.of(ref, slice).map(Publication::run).orElse("none"));
    return digest(String.join("\n", Stream.concat(read, upstream).toList()));
  }

  private static String files(TableVersion version, Instant from, Instant to) {
    List<String> paths =
        version.files(from, to).stream().map(ActiveFile::path).map(Path::toString).toList();
    return digest(String.join("\n", paths));
  }

  private static String digest(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
