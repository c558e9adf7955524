package dev.incidentlab.delta;

import dev.incidentlab.delta.failpoint.Failpoint;
import io.delta.standalone.Operation;
import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.actions.Action;
import io.delta.standalone.exceptions.DeltaConcurrentModificationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The last step of whatever adds files: publishes them and commits them with other actions. */
final class Commit {

  private static final Failpoint PUBLISHED = Failpoint.named("commit.files-published");

  private final DeltaTable table;
  private final Map<String, DataFile> published = new LinkedHashMap<>();

  private Commit(DeltaTable table) {
    this.table = table;
  }

  /**
   * @return the version committed
   * @throws TableException if a file cannot be published; nothing is left of the attempt
   * @throws DeltaConcurrentModificationException on a conflict; nothing is left of the attempt
   */
  static long of(
      DeltaTable table,
      OptimisticTransaction transaction,
      List<Action> actions,
      List<DataFile> added,
      Operation operation) {
    return of(table, transaction, actions, added, TableLog::add, operation);
  }

  /**
   * The same.
   *
   * @param toAction what the log says of a file, given its published path
   */
  static long of(
      DeltaTable table,
      OptimisticTransaction transaction,
      List<Action> actions,
      List<DataFile> added,
      BiFunction<String, DataFile, Action> toAction,
      Operation operation) {
    return of(
        table,
        added,
        published -> {
          List<Action> all = new ArrayList<>(actions);
          published.forEach((path, file) -> all.add(toAction.apply(path, file)));
          return table.log().commit(transaction, all, operation);
        });
  }

  /** The commit itself, given the files by published path. */
  @FunctionalInterface
  interface Step {
    long run(Map<String, DataFile> published);
  }

  /** The same, by whatever way. */
  static long of(DeltaTable table, List<DataFile> added, Step step) {
    Commit commit = new Commit(table);
    commit.publish(added);
    PUBLISHED.reach();
    try {
      return step.run(commit.published);
    } catch (DeltaConcurrentModificationException e) {
      // After any other failure the commit may have happened, and then the files are the table's.
      commit.withdraw();
      throw e;
    }
  }

  private void publish(List<DataFile> added) {
    try {
      added.forEach(file -> published.put(table.files().publish(file), file));
    } catch (TableException e) {
      withdraw();
      throw e;
    }
  }

  private void withdraw() {
    table.files().withdraw(published.keySet());
  }
}
