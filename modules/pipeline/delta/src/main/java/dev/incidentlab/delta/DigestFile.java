package dev.incidentlab.delta;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Objects;

/**
 * A finished file of digests, which a writer leaves beside the rows that it staged: of these rows,
 * of rows that it did not stage because the table has them, and of the table's files that it read
 * to know that. An upsert then need not read them again.
 *
 * @param path relative to the table's folder, below {@code _staging/}
 * @param eventDate the partition of all rows
 */
public record DigestFile(String path, LocalDate eventDate) implements Serializable {

  public DigestFile {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(eventDate, "eventDate");
  }
}
