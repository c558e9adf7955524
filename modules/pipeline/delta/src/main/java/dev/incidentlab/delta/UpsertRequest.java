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
 * @param replaced for {@link Mode#REPLACE} what is replaced; else {@link Replaced#NOTHING}
 */
public record UpsertRequest(String replayId, Staged staged, Mode mode, Replaced replaced) {

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
    /**
     * As {@link #UPSERT}, and rows of the table that say they are from the replaced offsets go if
     * no staged row has their key: what is at those offsets does not make them, now. Rows from
     * other offsets stay, whatever their keys. If one that would go may be of a record from before
     * the offsets, see {@link Replaced}, the request is refused.
     */
    REPLACE,
    /** Inserts what is absent and leaves every row that the table has, right or wrong. */
    INSERT_MISSING,
    /** Appends every staged row without a look at the table: rows that it has are there twice. */
    APPEND
  }

  /** A request that replaces nothing. */
  public UpsertRequest(String replayId, Staged staged, Mode mode) {
    this(replayId, staged, mode, Replaced.NOTHING);
  }

  /** A request of files without digests, which are read to take them. */
  public UpsertRequest(String replayId, List<DataFile> files, Mode mode) {
    this(replayId, new Staged(files, List.of()), mode);
  }

  public UpsertRequest {
    Objects.requireNonNull(staged, "staged");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(replaced, "replaced");
    if ((mode == Mode.REPLACE) == replaced.offsets().isEmpty()) {
      throw new IllegalArgumentException(
          "upsert %s: mode is %s and the replaced offsets are %s; REPLACE needs some, and others none"
              .formatted(replayId, mode, replaced.offsets()));
    }
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

  /** Whether staged rows are compared with the table's by their values. */
  static boolean comparesValues(Mode mode) {
    return mode == Mode.UPSERT || mode == Mode.REPLACE;
  }

  static String appId(String replayId) {
    return APP_ID_NAMESPACE + "/" + replayId;
  }
}
