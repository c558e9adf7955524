package dev.incidentlab.warehouse.runs;

import dev.incidentlab.delta.FileBounds;
import dev.incidentlab.warehouse.TableVersion;
import dev.incidentlab.warehouse.models.Project;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The hours of which slices are made. */
final class Slices {
  private Slices() {}

  /** From the hour of an instant up to that of another, oldest first. */
  static List<Instant> between(Instant from, Instant to) {
    List<Instant> hours = new ArrayList<>();
    for (Instant hour = from.truncatedTo(ChronoUnit.HOURS);
        !hour.isAfter(to);
        hour = hour.plus(Project.SLICE)) {
      hours.add(hour);
    }
    return hours;
  }

  /** From a table's oldest event up to an instant; none if the table has no rows. */
  static List<Instant> of(TableVersion table, Instant to) {
    return oldest(table).map(from -> between(from, to)).orElse(List.of());
  }

  /** A table's oldest event; empty if it has no rows. */
  static Optional<Instant> oldest(TableVersion table) {
    return table.snapshot().files().stream()
        .flatMap(file -> file.bounds().stream())
        .map(FileBounds::minEventTime)
        .min(Instant::compareTo);
  }
}
