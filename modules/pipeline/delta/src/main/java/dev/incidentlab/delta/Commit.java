package dev.incidentlab.delta;

import io.delta.standalone.Operation;
import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.actions.Action;
import io.delta.standalone.exceptions.DeltaConcurrentModificationException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** The last step of whatever adds files: publishes them and commits them with other actions. */
final class Commit {

  private final DeltaTable table;
  private final List<String> published = new ArrayList<>();

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
    Commit commit = new Commit(table);
    List<Action> all = new ArrayList<>(actions);
    all.addAll(commit.publish(added, toAction));
    try {
      return table.log().commit(transaction, all, operation);
    } catch (DeltaConcurrentModificationException e) {
      // After any other failure the commit may have happened, and then the files are the table's.
      commit.withdraw();
      throw e;
    }
  }

  private List<Action> publish(
      List<DataFile> added, BiFunction<String, DataFile, Action> toAction) {
    List<Action> actions = new ArrayList<>();
    try {
      for (DataFile file : added) {
        String path = table.files().publish(file);
        published.add(path);
        actions.add(toAction.apply(path, file));
      }
      return actions;
    } catch (TableException e) {
      withdraw();
      throw e;
    }
  }

  private void withdraw() {
    table.files().withdraw(published);
  }
}
