package dev.incidentlab.grading;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.grading.PublishedModels.Model;
import dev.incidentlab.grading.TableReader.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What models published is of the table as it is now: no hourly slice is missing, was made of rows
 * that have changed since, or shows other numbers than its rows add up to; the critical model's
 * data is young; nothing was published past a gate; nothing stays paused.
 */
final class DownstreamOracle {
  static final String NAME = "downstream";

  private static final Duration HOUR = Duration.ofHours(1);

  /** An hour that is over may lack its last minutes until the next two runs of five minutes. */
  private static final Duration GRACE = Duration.ofMinutes(10);

  /** The dashboard shows nothing that is made of older data. */
  private static final Duration OLDEST = Duration.ofMinutes(15);

  /** Models read columns that every version of a contract has. */
  private static final int READ_VERSION = 1;

  private static final String EXPECTED =
      "every hourly slice is of the table as it is, none was published past a gate, nothing is paused";

  private final Session session;
  private final PublishedModels published;
  private final List<PublishedSlice> slices;
  private final Map<String, HourlyTable> tables = new HashMap<>();
  private final List<String> failures = new ArrayList<>();
  private final Set<String> kinds = new TreeSet<>();
  private long checked;

  private DownstreamOracle(Session session, PublishedModels published) throws IOException {
    this.session = session;
    this.published = published;
    this.slices = PublishedSlice.read(published.folder());
  }

  static Finding judge(Session session)
      throws IOException, InterruptedException, ObservationException {
    PublishedModels published =
        session
            .evidence()
            .published()
            .orElseThrow(() -> new ObservationException("there are no models to judge"));
    if (!Files.exists(published.folder().resolve(PublishedSlice.FILE))) {
      return Finding.fail(NAME, EXPECTED, "nothing was ever published", 1, List.of());
    }
    return new DownstreamOracle(session, published).judge();
  }

  private Finding judge() throws IOException, InterruptedException, ObservationException {
    Instant now = session.evidence().storyNow().get();
    for (Model model : published.models()) {
      judge(model, PublishedSlice.newest(slices, model.name()), now);
    }
    for (PublishedSlice slice : slices) {
      if (!slice.overridden().isEmpty()
          && (!slice.at().isBefore(published.page()) || stands(slice))) {
        fail("published past a gate", "%s past %s".formatted(slice, slice.overridden()));
      }
    }
    for (String model : new TreeSet<>(published.paused().get())) {
      fail("paused", model + " is paused");
    }
    return failures.isEmpty()
        ? Finding.pass(
            NAME,
            EXPECTED,
            "%d slices of %d models".formatted(checked, published.models().size()),
            checked)
        : Finding.fail(
            NAME,
            EXPECTED,
            "%d failures: %s".formatted(failures.size(), String.join(", ", kinds)),
            checked,
            failures);
  }

  /** Whether it was not made anew since. */
  private boolean stands(PublishedSlice slice) {
    return slice.equals(PublishedSlice.newest(slices, slice.model()).get(slice.slice()));
  }

  private void fail(String kind, String example) {
    kinds.add(kind);
    failures.add(example);
  }

  private void judge(Model model, Map<Instant, PublishedSlice> newest, Instant now)
      throws IOException, InterruptedException, ObservationException {
    HourlyTable table = table(model);
    Map<Instant, HourTotals> is = table.latest();
    for (Map.Entry<Instant, HourTotals> hour : is.entrySet()) {
      checked++;
      PublishedSlice slice = newest.get(hour.getKey());
      boolean over = !hour.getKey().plus(HOUR).plus(GRACE).isAfter(now);
      if (slice == null) {
        if (over || model.critical() && !hour.getKey().plus(GRACE).isAfter(now)) {
          fail("missing", "%s %s was never published".formatted(model.name(), hour.getKey()));
        }
        continue;
      }
      for (long version : slice.versions()) {
        stale(slice, table, version, over, hour.getValue());
      }
      if (model.critical()) {
        numbers(slice, of(table, slice).getOrDefault(hour.getKey(), new HourTotals()));
      }
    }
    if (model.critical()) {
      young(model, table, newest, now);
    }
  }

  /**
   * @param over whether the hour is over, so that no row may have come since
   */
  private void stale(
      PublishedSlice slice, HourlyTable table, long version, boolean over, HourTotals now)
      throws IOException, InterruptedException {
    HourTotals was = table.at(version).getOrDefault(slice.slice(), new HourTotals());
    boolean same = over ? was.sameRows(now) : table.keeps(version, slice.slice());
    if (!same) {
      fail(
          "stale",
          "%s was made of version %d of its table (%,d rows), whose rows have changed since (now %,d)"
              .formatted(slice, version, was.rows, now.rows));
    }
  }

  private void numbers(PublishedSlice slice, HourTotals rows)
      throws IOException, ObservationException {
    String shown = DashboardSlice.read(slice.file());
    if (!shown.equals(rows.numbers())) {
      fail("wrong", "%s shows %s; its rows add up to %s".formatted(slice, shown, rows.numbers()));
    }
  }

  private void young(
      Model model, HourlyTable table, Map<Instant, PublishedSlice> newest, Instant now)
      throws IOException, InterruptedException {
    long through = Long.MIN_VALUE;
    for (Map.Entry<Instant, PublishedSlice> slice : newest.entrySet()) {
      HourTotals of = of(table, slice.getValue()).get(slice.getKey());
      through = of == null ? through : Math.max(through, of.newestMicros);
    }
    if (through == Long.MIN_VALUE) {
      fail("too old", "%s has published nothing".formatted(model.name()));
      return;
    }
    Instant data = Instant.EPOCH.plus(through, ChronoUnit.MICROS);
    if (Duration.between(data, now).compareTo(OLDEST) > 0) {
      fail("too old", "%s shows data up to %s, and it is %s".formatted(model.name(), data, now));
    }
  }

  private static Map<Instant, HourTotals> of(HourlyTable table, PublishedSlice slice)
      throws IOException, InterruptedException {
    return table.at(slice.versions().get(0));
  }

  private HourlyTable table(Model model) throws ObservationException {
    HourlyTable known = tables.get(model.topic());
    if (known != null) {
      return known;
    }
    Subject subject =
        session.evidence().subjects().stream()
            .filter(s -> s.topic().equals(model.topic()))
            .findFirst()
            .orElseThrow(
                () -> new ObservationException("there is no subject of topic " + model.topic()));
    TableReader reader = session.table(subject);
    Version latest =
        reader
            .latest()
            .orElseThrow(() -> new ObservationException("there is no table " + subject.table()));
    HourlyTable table =
        new HourlyTable(reader, latest, TableColumns.of(subject.contract(), READ_VERSION).names());
    tables.put(model.topic(), table);
    return table;
  }
}
