package dev.incidentlab.delta;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Staged rows to bring into a table, each row named by key within its partition (event date). Where
 * rows share a name, precedence decides: the higher decoder revision, then the higher offset.
 *
 * @param replayId names the request in the table's log; a second one of the same name does nothing.
 *     Letters, digits, '.', '_', '-'
 * @param staged what the table's own writers finished
 * @param mode what to do with them
 */
public record UpsertRequest(String replayId, Staged staged, Mode mode) {

  static final String APP_ID_NAMESPACE = "replay";

  private static final Pattern REPLAY_ID = Pattern.compile("[A-Za-z0-9._-]{1,200}");

  /** What becomes of staged rows. */
  public enum Mode {
    /**
     * Inserts what is absent. Replaces a row that has other values (metadata columns aside) if the
     * staged row has precedence; a row with the same values, or with equal or higher precedence,
     * stays as it is. Where the table has several rows of a staged name, only the winner remains;
     * if that is the staged row, and one of the table's has the same values, that one.
     */
    UPSERT,
    /** Inserts what is absent and leaves every row that the table has, right or wrong. */
    INSERT_MISSING,
    /** Appends every staged row without a look at the table: rows that it has are there twice. */
    APPEND
  }

  /** A request of files without digests, which are read to take them. */
  public UpsertRequest(String replayId, List<DataFile> files, Mode mode) {
    this(replayId, new Staged(files, List.of()), mode);
  }

  public UpsertRequest {
    Objects.requireNonNull(staged, "staged");
    Objects.requireNonNull(mode, "mode");
    if (replayId == null || !REPLAY_ID.matcher(replayId).matches()) {
      throw new IllegalArgumentException(
          "upsert: the replay id must match %s, was '%s'".formatted(REPLAY_ID, replayId));
    }
    List<DataFile> files = staged.files();
    long distinct = files.stream().map(DataFile::path).distinct().count();
    if (distinct != files.size()) {
      throw new IllegalArgumentException(
          "upsert %s: %d staged files, but only %d different ones"
              .formatted(replayId, files.size(), distinct));
    }
  }

  String appId() {
    return appId(replayId);
  }

  static String appId(String replayId) {
    return APP_ID_NAMESPACE + "/" + replayId;
  }
}
