package dev.incidentlab.delta;

import dev.incidentlab.delta.failpoint.Failpoint;
import io.delta.standalone.Operation;
import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.actions.Action;
import io.delta.standalone.exceptions.DeltaConcurrentModificationException;
import java.util.ArrayList;
import java.util.List;

/** The last step of an append or an upsert: publishes files and commits them with other actions. */
final class Commit {

  private static final Failpoint PUBLISHED = Failpoint.named("commit.files-published");

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
    Commit commit = new Commit(table);
    List<Action> all = new ArrayList<>(actions);
    all.addAll(commit.publish(added));
    PUBLISHED.reach();
    try {
      return table.log().commit(transaction, all, operation);
    } catch (DeltaConcurrentModificationException e) {
      // After any other failure the commit may have happened, and then the files are the table's.
      commit.withdraw();
      throw e;
    }
  }

  private List<Action> publish(List<DataFile> added) {
    List<Action> actions = new ArrayList<>();
    try {
      for (DataFile file : added) {
        String path = table.files().publish(file);
        published.add(path);
        actions.add(TableLog.add(path, file));
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
