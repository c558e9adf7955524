package dev.incidentlab.delta;

import io.delta.standalone.VersionLog;
import io.delta.standalone.actions.Action;
import io.delta.standalone.actions.CommitInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/** Says of a version whose files are gone which they are, and where they went. */
final class VacuumedVersion {

  private static final int NAMED = 3;

  private VacuumedVersion() {}

  /**
   * The version, if it has all of its files.
   *
   * @throws TableException if not
   */
  static TableSnapshot requireWhole(DeltaTable table, TableSnapshot version) {
    List<Path> gone =
        version.files().stream().map(ActiveFile::path).filter(f -> !Files.exists(f)).toList();
    if (gone.isEmpty()) {
      return version;
    }
    String names =
        gone.stream()
            .limit(NAMED)
            .map(file -> table.directory().relativize(file).toString())
            .collect(Collectors.joining(", "));
    throw new TableException(
        "table %s in %s cannot show version %d: %d of its %d files are gone (%s%s); %s"
            .formatted(
                version.schema().tableName(),
                table.directory(),
                version.version(),
                gone.size(),
                version.files().size(),
                names,
                gone.size() > NAMED ? ", …" : "",
                cause(table, version.version())));
  }

  private static String cause(DeltaTable table, long from) {
    String cause = "no vacuum in its log tells of that; bring the files back from a copy";
    Iterator<VersionLog> versions = table.log().latest().getChanges(from, false);
    while (versions.hasNext()) {
      VersionLog version = versions.next();
      for (Action action : version.getActions()) {
        if (action instanceof CommitInfo info && Vacuum.START.equals(info.getOperation())) {
          cause =
              "the vacuum of version %d (%s) deleted them; ask for version %s or a later one"
                  .formatted(
                      version.getVersion(),
                      table.files().committedAt(info, version.getVersion()),
                      info.getOperationParameters().get(Vacuum.OLDEST_WHOLE));
        }
      }
    }
    return cause;
  }
}
