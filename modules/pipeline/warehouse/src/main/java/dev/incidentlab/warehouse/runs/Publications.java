package dev.incidentlab.warehouse.runs;

import dev.incidentlab.warehouse.Relation;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What models have published: {@code publications.jsonl}, and a Parquet file for each line of it at
 * {@code MODEL/HOUR/RUN.parquet}. Of a slice that was published again the newest counts. Safe for
 * many threads.
 */
public final class Publications {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH").withZone(ZoneOffset.UTC);

  private final Path folder;
  private final JsonLines<Publication> file;
  private final List<Publication> all;
  private final Map<String, TreeMap<Instant, Publication>> newest = new TreeMap<>();

  /** Opens the publications in a folder, which must exist. */
  Publications(Path folder) {
    this.folder = folder;
    this.file = new JsonLines<>(folder.resolve("publications.jsonl"));
    this.all = file.read(Publication.class);
    all.forEach(this::keep);
  }

  /** Where the Parquet file of a slice is to be. */
  Path target(String model, Instant slice, String run) {
    return folder.resolve(model).resolve(HOUR.format(slice)).resolve(run + ".parquet");
  }

  /** The name of a file in publications. */
  String name(Path target) {
    return folder.relativize(target).toString();
  }

  /** Makes it count; its file must be in place. */
  synchronized void publish(Publication publication) {
    file.append(publication);
    all.add(publication);
    keep(publication);
  }

  private void keep(Publication publication) {
    newest
        .computeIfAbsent(publication.model(), model -> new TreeMap<>())
        .put(publication.slice(), publication);
  }

  /** The newest publication of a slice. */
  public synchronized Optional<Publication> of(String model, Instant slice) {
    return Optional.ofNullable(newest.getOrDefault(model, new TreeMap<>()).get(slice));
  }

  /** The newest publication of each of a model's slices, oldest slice first. */
  public synchronized List<Publication> of(String model) {
    return List.copyOf(newest.getOrDefault(model, new TreeMap<>()).values());
  }

  /** How often a slice was published. */
  public synchronized long times(String model, Instant slice) {
    return all.stream().filter(p -> p.model().equals(model) && p.slice().equals(slice)).count();
  }

  /** The rows of a model's slices; empty if none is published. */
  public Optional<Relation> relation(String model) {
    return relation(model, of(model));
  }

  /** The rows of one slice; empty if it is not published. */
  public Optional<Relation> relation(String model, Instant slice) {
    return relation(model, of(model, slice).stream().toList());
  }

  private Optional<Relation> relation(String model, List<Publication> slices) {
    List<Path> files = new ArrayList<>();
    slices.forEach(slice -> files.add(folder.resolve(slice.file())));
    return files.isEmpty() ? Optional.empty() : Optional.of(Relation.ofFiles(model, files));
  }
}
