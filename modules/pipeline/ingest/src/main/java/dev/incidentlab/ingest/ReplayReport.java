package dev.incidentlab.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.delta.UpsertResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What a replay or a redrive did, kept beside the table as {@code _replays/<replay id>.json}. All
 * counts are rows unless said otherwise; {@code records = deadLettered + duplicates + inserted +
 * updated + unchanged}.
 *
 * @param records offsets that were read again; of a redrive, letters
 * @param deadLettered records that became dead letters; of a redrive, letters that stay
 * @param duplicates rows left out because the replay itself held their event twice
 * @param inserted rows that the table lacked
 * @param updated rows that the table had with other values
 * @param unchanged rows that the table had
 * @param filesRewritten data files that held a changed row
 * @param filesAdded data files written
 * @param version the table version that holds the outcome
 * @param removed rows of the table that went because nothing at their offsets makes them
 */
public record ReplayReport(
    String replayId,
    long records,
    long deadLettered,
    long duplicates,
    long inserted,
    long updated,
    long unchanged,
    long filesRewritten,
    long filesAdded,
    long version,
    long removed) {
  private static final String DIRECTORY = "_replays";
  private static final ObjectMapper JSON = new ObjectMapper();

  static ReplayReport of(String replayId, long records, UpsertResult result) {
    return new ReplayReport(
        replayId,
        records,
        records - result.read(),
        result.duplicatesInSource(),
        result.inserted(),
        result.updated(),
        result.unchanged(),
        result.filesRewritten(),
        result.filesAdded(),
        result.version(),
        result.removed());
  }

  /** The report of a replay that was applied to this table; empty if there is none. */
  public static Optional<ReplayReport> read(Path table, String replayId) throws IOException {
    Path file = file(table, replayId);
    return Files.exists(file)
        ? Optional.of(JSON.readValue(file.toFile(), ReplayReport.class))
        : Optional.empty();
  }

  void write(Path table) throws IOException {
    Path file = file(table, replayId);
    Files.createDirectories(file.getParent());
    Path whole = Files.createTempFile(file.getParent(), replayId, ".part");
    JSON.writeValue(whole.toFile(), this);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path file(Path table, String replayId) {
    return table.resolve(DIRECTORY).resolve(replayId + ".json");
  }
}
