package dev.incidentlab.delta;

import dev.incidentlab.delta.failpoint.Failpoint;
import io.delta.standalone.Operation;
import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.actions.Action;
import io.delta.standalone.actions.AddFile;
import io.delta.standalone.data.CloseableIterator;
import io.delta.standalone.exceptions.DeltaConcurrentModificationException;
import io.delta.standalone.expressions.Column;
import io.delta.standalone.expressions.Expression;
import io.delta.standalone.expressions.In;
import io.delta.standalone.expressions.Literal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One upsert: decides against a snapshot, writes, commits, and does so again after a conflict. */
final class Upsert {

  /**
   * Each retry reads only what another commit added, so it takes a writer that commits faster than
   * that, many times in a row, to come to this.
   */
  static final int MAX_RETRIES = 200;

  private static final Failpoint DECIDED = Failpoint.named("upsert.decided");
  private static final Failpoint CONFLICT = Failpoint.named("upsert.conflict");

  private final DeltaTable table;
  private final UpsertRequest request;
  private final int maxRetries;
  private final SortedMap<LocalDate, PartitionMerge> partitions = new TreeMap<>();
  private final EarlyStrays earlyStrays;

  /** What to commit, and the counts that go with it. */
  private record Change(
      UpsertPlan plan, List<AddFile> removed, List<DataFile> added, Operation.Name operation) {}

  Upsert(DeltaTable table, UpsertRequest request, int maxRetries) {
    this.table = table;
    this.request = request;
    this.maxRetries = maxRetries;
    this.earlyStrays = new EarlyStrays(table, request);
  }

  UpsertPlan plan() {
    try {
      OptimisticTransaction transaction = table.log().begin();
      if (isApplied(transaction)) {
        return applied(transaction);
      }
      return request.mode() == UpsertRequest.Mode.APPEND
          ? planOfAppend(transaction, stagedRows() + unstagedRows())
          : plan(transaction, decide(transaction, activeFiles(transaction)));
    } finally {
      partitions.values().forEach(PartitionMerge::close);
    }
  }

  UpsertResult run() {
    try {
      for (int retries = 0; ; retries++) {
        OptimisticTransaction transaction = table.log().begin();
        if (isApplied(transaction)) {
          discardStaged();
          return result(
              new Change(applied(transaction), List.of(), List.of(), Operation.Name.MERGE),
              transaction.readVersion(),
              retries);
        }
        Change change =
            request.mode() == UpsertRequest.Mode.APPEND
                ? appendAll(transaction)
                : merge(transaction);
        DECIDED.reach();
        try {
          long version = commit(transaction, change);
          discardStaged();
          return result(change, version, retries);
        } catch (DeltaConcurrentModificationException e) {
          CONFLICT.reach();
          refuseAfterLastRetry(retries, e);
        }
      }
    } finally {
      // Published names are links of their own; what is left under the staged names goes.
      for (PartitionMerge partition : partitions.values()) {
        table.discard(partition.output().ownFiles());
        partition.close();
      }
    }
  }

  /** The staged folder goes too: nothing but this request's files was meant to be in it. */
  private void discardStaged() {
    partitions.values().forEach(PartitionMerge::close);
    table.discard(request.staged());
  }

  private boolean isApplied(OptimisticTransaction transaction) {
    return transaction.txnVersion(request.appId()) >= 1;
  }

  private static UpsertPlan applied(OptimisticTransaction transaction) {
    return new UpsertPlan(0, 0, 0, 0, 0, 0, 0, 0, 0, transaction.readVersion(), true);
  }

  private Change appendAll(OptimisticTransaction transaction) {
    long unstaged = unstagedRows();
    if (unstaged > 0) {
      throw new TableException(
          "upsert %s to %s: %d rows were read for a plan and are not staged; stage them to append them"
              .formatted(request.replayId(), table.schema().tableName(), unstaged));
    }
    return new Change(
        planOfAppend(transaction, stagedRows()),
        List.of(),
        request.staged().files(),
        Operation.Name.WRITE);
  }

  private static UpsertPlan planOfAppend(OptimisticTransaction transaction, long rows) {
    return new UpsertPlan(rows, rows, 0, 0, 0, 0, 0, 0, 0, transaction.readVersion(), false);
  }

  private long stagedRows() {
    return request.staged().files().stream().mapToLong(DataFile::rows).sum();
  }

  /** Rows of an append that was only to be compared: otherwise they are staged without digests. */
  private long unstagedRows() {
    long rows = 0;
    for (DigestFile file : request.staged().digests()) {
      try (DigestReader reader = DigestReader.open(table.files().digests(file))) {
        rows += reader.rows();
      }
    }
    return rows;
  }

  /** A row that was left out since the table had it is wanted, and only its digest is there. */
  private void requireStaged(long unstaged) {
    if (unstaged > 0) {
      throw new TableException(
          ("upsert %s to %s: %d rows that it did not stage are wanted, since the table has no longer"
                  + " what it had when they were read; nothing was changed; run it again")
              .formatted(request.replayId(), table.schema().tableName(), unstaged));
    }
  }

  private Change merge(OptimisticTransaction transaction) {
    Map<LocalDate, Map<String, AddFile>> active = activeFiles(transaction);
    Map<LocalDate, MergeDecision> decisions = decide(transaction, active);
    // Anew at each attempt: that the table was evolved is one of the conflicts.
    TableSchema schema = table.schema(transaction);
    List<AddFile> removed = new ArrayList<>();
    List<DataFile> added = new ArrayList<>();
    decisions.forEach(
        (date, decision) -> {
          requireStaged(decision.unstaged());
          MergeOutput output = partitions.get(date).output();
          output.bringTo(decision, schema);
          added.addAll(output.files());
          decision.dropped().keySet().forEach(path -> removed.add(active.get(date).get(path)));
        });
    return new Change(plan(transaction, decisions), removed, added, Operation.Name.MERGE);
  }

  /**
   * The table's files of the staged dates, or of all if rows are replaced, which may be of any; a
   * commit to one of these dates is now a conflict.
   */
  private Map<LocalDate, Map<String, AddFile>> activeFiles(OptimisticTransaction transaction) {
    Map<LocalDate, Map<String, AddFile>> active = new HashMap<>();
    List<LocalDate> dates = List.copyOf(stagedByDate().keySet());
    dates.forEach(date -> active.put(date, new HashMap<>()));
    boolean all = request.mode() == UpsertRequest.Mode.REPLACE;
    if (dates.isEmpty() && !all) {
      return active;
    }
    Column column = transaction.metadata().getSchema().column(TableSchema.PARTITION_COLUMN);
    Expression read =
        all
            ? Literal.True
            : new In(column, dates.stream().map(d -> Literal.of(Date.valueOf(d))).toList());
    try (CloseableIterator<AddFile> files = transaction.markFilesAsRead(read).getFiles()) {
      while (files.hasNext()) {
        AddFile file = files.next();
        String date = file.getPartitionValues().get(TableSchema.PARTITION_COLUMN);
        active
            .computeIfAbsent(LocalDate.parse(date), d -> new HashMap<>())
            .put(file.getPath(), file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the log of " + table.directory(), e);
    }
    return active;
  }

  private Map<LocalDate, MergeDecision> decide(
      OptimisticTransaction transaction, Map<LocalDate, Map<String, AddFile>> active) {
    SchemaEvolution.requireDeclaredColumns(table, transaction);
    TableSchema schema = table.schema(transaction);
    if (partitions.isEmpty()) {
      readStaged();
    }
    // Dates of which nothing was staged; later ones may have come with a conflict.
    active.keySet().forEach(date -> partitions.computeIfAbsent(date, this::withoutStaged));
    Map<LocalDate, MergeDecision> decisions = new TreeMap<>();
    partitions.forEach(
        (date, merge) ->
            decisions.put(
                date, merge.decide(active.getOrDefault(date, Map.of()).values(), schema)));
    earlyStrays.refuse(schema, decisions.values());
    return decisions;
  }

  /** What was staged of each event date. */
  private SortedMap<LocalDate, Staged> stagedByDate() {
    SortedMap<LocalDate, Staged> byDate = new TreeMap<>();
    for (DataFile file : request.staged().files()) {
      Staged one = new Staged(List.of(file), List.of());
      byDate.merge(file.eventDate(), one, Staged::and);
    }
    for (DigestFile file : request.staged().digests()) {
      Staged one = new Staged(List.of(), List.of(file));
      byDate.merge(file.eventDate(), one, Staged::and);
    }
    return byDate;
  }

  private void readStaged() {
    for (DataFile file : request.staged().files()) {
      if (!Files.exists(table.files().staged(file))) {
        throw new TableException(
            "upsert %s to %s: staged file %s is not there; stage the rows again"
                .formatted(request.replayId(), table.schema().tableName(), file.path()));
      }
    }
    stagedByDate().forEach((date, staged) -> partitions.put(date, partition(date, staged)));
    partitions.values().forEach(PartitionMerge::readStaged);
  }

  private PartitionMerge withoutStaged(LocalDate date) {
    return partition(date, new Staged(List.of(), List.of()));
  }

  private PartitionMerge partition(LocalDate date, Staged staged) {
    String prefix = "%s-%s".formatted(UpsertRequest.APP_ID_NAMESPACE, request.replayId());
    return new PartitionMerge(table, request, date, staged, prefix);
  }

  private UpsertPlan plan(
      OptimisticTransaction transaction, Map<LocalDate, MergeDecision> decisions) {
    return new UpsertPlan(
        partitions.values().stream().mapToLong(PartitionMerge::read).sum(),
        decisions.values().stream().mapToLong(MergeDecision::inserted).sum(),
        decisions.values().stream().mapToLong(MergeDecision::updated).sum(),
        decisions.values().stream().mapToLong(MergeDecision::unchanged).sum(),
        partitions.values().stream().mapToLong(PartitionMerge::duplicatesInSource).sum(),
        decisions.values().stream().mapToLong(MergeDecision::duplicatesInTable).sum(),
        decisions.values().stream().mapToLong(MergeDecision::removed).sum(),
        partitions.values().stream().mapToLong(PartitionMerge::filesScanned).sum(),
        decisions.values().stream().mapToLong(d -> d.dropped().size()).sum(),
        transaction.readVersion(),
        false);
  }

  private long commit(OptimisticTransaction transaction, Change change) {
    List<Action> actions = new ArrayList<>();
    // Also if nothing changes: the same request then need not read everything again to find out.
    actions.add(TableLog.position(request.appId(), 1));
    change.removed().forEach(file -> actions.add(file.remove()));
    UpsertPlan plan = change.plan();
    Map<String, Long> metrics =
        Map.of(
            TableHistory.INSERTED, plan.inserted(),
            TableHistory.UPDATED, plan.updated(),
            TableHistory.DELETED, plan.duplicatesInTable() + plan.removed());
    return Commit.of(
        table, transaction, actions, change.added(), table.operation(change.operation(), metrics));
  }

  private void refuseAfterLastRetry(int retries, DeltaConcurrentModificationException e) {
    if (retries == maxRetries) {
      throw new TableException(
          ("upsert %s to %s: %d attempts in a row met another commit to the same event dates;"
                  + " nothing was changed; pause the other writers and try again (%s)")
              .formatted(
                  request.replayId(), table.schema().tableName(), retries + 1, Append.firstLine(e)),
          e);
    }
  }

  private static UpsertResult result(Change change, long version, int retries) {
    UpsertPlan plan = change.plan();
    return new UpsertResult(
        plan.read(),
        plan.inserted(),
        plan.updated(),
        plan.unchanged(),
        plan.duplicatesInSource(),
        plan.duplicatesInTable(),
        plan.removed(),
        plan.filesScanned(),
        plan.filesRewritten(),
        change.added().size(),
        change.added().stream().mapToLong(DataFile::bytes).sum(),
        version,
        retries,
        plan.alreadyApplied());
  }
}
