package dev.incidentlab.delta;

import io.delta.standalone.DeltaLog;
import io.delta.standalone.Operation;
import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.actions.Metadata;
import io.delta.standalone.exceptions.DeltaStandaloneException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A Delta table in a folder of a local file system. Several processes may use one table at a time,
 * and several threads one instance; each call reads the log anew. It holds no threads and no open
 * files, so there is nothing to close.
 */
public final class DeltaTable {

  private final Path directory;
  private final TableLog log;
  private final TableFiles files;
  private final TableSchema schema;
  private final String tableId;
  private final String job;

  private DeltaTable(Path directory, TableLog log) {
    this.directory = directory;
    this.log = log;
    this.files = new TableFiles(directory);
    Metadata metadata = log.latest().snapshot().getMetadata();
    this.tableId = metadata.getId();
    this.schema = TableMetadata.schemaOf(directory, metadata);
    this.job = null;
  }

  private DeltaTable(DeltaTable same, TableSchema schema, String job) {
    this.directory = same.directory;
    this.log = same.log;
    this.files = same.files;
    this.schema = schema;
    this.tableId = same.tableId;
    this.job = job;
  }

  /** The same table; its commits name the job that makes them, for {@link #history}. */
  public DeltaTable as(String job) {
    return new DeltaTable(this, schema, job);
  }

  /** Makes an empty table without properties of its own; see the other method of this name. */
  public static DeltaTable create(Path directory, TableSchema schema) {
    return create(directory, schema, Map.of());
  }

  /**
   * Makes an empty table.
   *
   * @param properties table properties, kept with the table
   * @throws TableException if the folder has a table
   */
  public static DeltaTable create(
      Path directory, TableSchema schema, Map<String, String> properties) {
    Path folder = directory.toAbsolutePath().normalize();
    TableLog log = TableLog.at(folder);
    if (log.latest().tableExists() || !TableMetadata.tryCreate(log, schema, properties)) {
      DeltaTable found = new DeltaTable(folder, log);
      throw new TableException(
          "cannot create table %s in %s: the folder has table %s (id %s); open it or take another folder"
              .formatted(schema.tableName(), folder, found.schema.tableName(), found.tableId));
    }
    return new DeltaTable(folder, log);
  }

  /**
   * Opens the table in a folder; its schema comes from the table itself.
   *
   * @throws TableException if there is no table, or one that {@link #create} did not make
   */
  public static DeltaTable open(Path directory) {
    Path folder = directory.toAbsolutePath().normalize();
    TableLog log = TableLog.at(folder);
    if (!log.latest().tableExists()) {
      throw new TableException(
          "cannot open a table in %s: there is none; create it first or take another folder"
              .formatted(folder));
    }
    return new DeltaTable(folder, log);
  }

  /**
   * Opens the table in a folder, making it if there is none. Any number of processes may do so at
   * once. A table that was {@link #evolve evolved} from this schema is as good: rows are then
   * written as they are here, and the later columns are null in them.
   *
   * @param properties table properties, for a table that is made here
   * @throws TableException if the folder's table has another name or schema
   */
  public static DeltaTable openOrCreate(
      Path directory, TableSchema schema, Map<String, String> properties) {
    Path folder = directory.toAbsolutePath().normalize();
    TableLog log = TableLog.at(folder);
    if (!log.latest().tableExists()) {
      // False means that another process made the table first, which is as good.
      TableMetadata.tryCreate(log, schema, properties);
    }
    DeltaTable table = new DeltaTable(folder, log);
    if (!SchemaEvolution.leadsTo(schema, table.schema)) {
      throw new TableException(
          "cannot use %s as table %s: it has %s, wanted is %s; take another folder or that schema"
              .formatted(folder, schema.tableName(), table.schema, schema));
    }
    return new DeltaTable(table, schema, null);
  }

  /**
   * Evolves the table's schema: in one commit of metadata the table gets the columns that {@code
   * to} has and it has not, null in every row that is there. Data files stay as they are. Whoever
   * has the table open goes on writing rows of the schema that it was opened with.
   *
   * @param properties table properties to set in the same commit
   * @return the table with its new schema
   * @throws IllegalArgumentException if {@code to} is not what the table has and nullable columns
   *     more, or is what it has already
   * @throws TableException if other commits keep getting in between
   */
  public DeltaTable evolve(TableSchema to, Map<String, String> properties) {
    SchemaEvolution.run(this, to, properties);
    return new DeltaTable(this, to, job);
  }

  /** A table property, as of now. */
  public Optional<String> property(String name) {
    return Optional.ofNullable(log.latest().snapshot().getMetadata().getConfiguration().get(name));
  }

  /** The table's id, which a table made anew in the same folder does not share. */
  public String tableId() {
    return tableId;
  }

  /** What rows are that are written here; the table itself may have been evolved since. */
  public TableSchema schema() {
    return schema;
  }

  /** What the table's rows are to a transaction. */
  TableSchema schema(OptimisticTransaction transaction) {
    return schema(transaction.metadata());
  }

  TableSchema schema(Metadata metadata) {
    return TableMetadata.schemaOf(directory, metadata);
  }

  /** The table's folder, absolute. */
  public Path directory() {
    return directory;
  }

  /** The latest version. */
  public TableSnapshot snapshot() {
    DeltaLog latest = log.latest();
    return reader().read(latest, latest.snapshot());
  }

  /**
   * An older version.
   *
   * @throws TableException if the log does not have the version, or files of it are gone
   */
  public TableSnapshot snapshot(long version) {
    DeltaLog latest = log.latest();
    long newest = latest.snapshot().getVersion();
    try {
      TableSnapshot snapshot = reader().read(latest, latest.getSnapshotForVersionAsOf(version));
      return version == newest ? snapshot : VacuumedVersion.requireWhole(this, snapshot);
    } catch (DeltaStandaloneException | IllegalArgumentException e) {
      throw new TableException(
          "table %s in %s has no version %d; its latest is %d"
              .formatted(schema.tableName(), directory, version, newest),
          e);
    }
  }

  /** All versions that the log still tells of, oldest first. */
  public List<TableCommit> history() {
    return history(0);
  }

  /**
   * Versions from one on, oldest first; none if the table has not come to it. Rows of files that
   * went, and came in before, only count where the writer counted them.
   */
  public List<TableCommit> history(long from) {
    return new TableHistory(log.latest(), files, schema).commits(from);
  }

  /** The next offset of the partition that is not in the table; empty if it never had any. */
  public OptionalLong position(SourcePartition source) {
    long position = log.state(Set.of(source.appId())).position(source.appId());
    return position < 0 ? OptionalLong.empty() : OptionalLong.of(position);
  }

  /**
   * {@link #position} of several partitions, as of one version; without those that never had any.
   */
  public Map<SourcePartition, Long> positions(Collection<SourcePartition> sources) {
    LogTail.State now =
        log.state(sources.stream().map(SourcePartition::appId).collect(Collectors.toSet()));
    Map<SourcePartition, Long> positions = new HashMap<>();
    for (SourcePartition source : sources) {
      long position = now.position(source.appId());
      if (position >= 0) {
        positions.put(source, position);
      }
    }
    return positions;
  }

  /**
   * A writer of files to append or to upsert.
   *
   * @param prefix what file names begin with; up to its last slash, the folder below {@code
   *     _staging/} to put them in. A folder that only one upsert's files are in goes with them
   */
  public DataFileWriter newWriter(String prefix) {
    return newWriter(prefix, schema);
  }

  DataFileWriter newWriter(String prefix, TableSchema rows) {
    return new DataFileWriter(rows, directory, prefix);
  }

  /**
   * Appends rows exactly once by log position. In one commit the rows come in and each source
   * partition's position moves to the end of its range; rows below the position are left out. If
   * all positions are there already, nothing is committed. Afterwards the staged files are gone,
   * unless this fails: then they are kept, since a job restored from its checkpoint comes with them
   * again.
   *
   * @param dataFiles files that {@link #newWriter}'s writers finished; may be empty, to move
   *     positions over records that gave no row
   * @param ranges for each source partition the offsets that were read for these files
   * @throws IllegalArgumentException if a file has rows outside the ranges
   * @throws TableException if a file is gone, or another job keeps committing the same partitions
   */
  public AppendResult append(List<DataFile> dataFiles, Map<SourcePartition, OffsetRange> ranges) {
    return new Append(this, dataFiles, ranges, Append.MAX_RETRIES).run();
  }

  /** What {@link #optimize} would do now, without writing. */
  public OptimizePlan planOptimize(OptimizeRequest request) {
    return optimization(request).plan();
  }

  /**
   * Brings small files of an event date together, or clusters the rows of each date. Rows stay what
   * they are, which is checked before the commit. Appends go on undisturbed.
   *
   * @throws IllegalArgumentException if a column to cluster by has no order, or is not the table's
   * @throws TableException if rows would differ, or upserts keep replacing the same files
   */
  public OptimizeResult optimize(OptimizeRequest request) {
    return optimization(request).run();
  }

  private Optimize optimization(OptimizeRequest request) {
    return new Optimize(this, request, Optimize.MAX_RETRIES, ZOrder.BUCKET_ROWS);
  }

  /** What {@link #vacuum} would do now, without deleting. */
  public VacuumPlan planVacuum(VacuumRequest request) {
    return new Vacuum(this, request, InstantSource.system()).plan();
  }

  /**
   * Deletes files that no version within the retention names, and what failed writers left.
   * Versions from before the retention may not be readable afterwards; the log tells of it in two
   * commits without rows. Nothing is committed if there is nothing to delete.
   *
   * <p>Who replays or reads an old version while this runs must have begun within the retention.
   */
  public VacuumResult vacuum(VacuumRequest request) {
    return new Vacuum(this, request, InstantSource.system()).run();
  }

  /**
   * A writer of rows to {@link #upsert}.
   *
   * @param replayId the request's; the folder below {@code _staging/} that goes with it
   */
  public UpsertWriter newUpsertWriter(String replayId, UpsertRequest.Mode mode) {
    return UpsertWriter.staging(this, replayId, mode);
  }

  /** A writer for {@link #planUpsert}, which stages no rows. */
  public UpsertWriter newPlanWriter(String replayId, UpsertRequest.Mode mode) {
    return UpsertWriter.comparing(this, replayId, mode);
  }

  /** What {@link #upsert} would do now, without writing. */
  public UpsertPlan planUpsert(UpsertRequest request) {
    return new Upsert(this, request, Upsert.MAX_RETRIES).plan();
  }

  /** When {@link #restore} last put the table back; empty if it never did. */
  public Optional<Instant> restoredAt() {
    long millis = log.state(Set.of(Restore.RESTORED_AT)).position(Restore.RESTORED_AT);
    return millis < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  /** Whether an upsert of this name was applied: its rows need not be staged again. */
  public boolean isApplied(String replayId) {
    String appId = UpsertRequest.appId(replayId);
    return log.state(Set.of(appId)).position(appId) >= 1;
  }

  /**
   * Upserts staged rows; see {@link UpsertRequest}. In one commit all of it happens, or nothing.
   * Afterwards the staged files are gone, unless this fails.
   *
   * @throws TableException if a staged file is gone, or other commits keep getting in between
   */
  public UpsertResult upsert(UpsertRequest request) {
    return new Upsert(this, request, Upsert.MAX_RETRIES).run();
  }

  /**
   * Makes the table what it was in an older version, by a new one: its files, its positions, and
   * which upserts were applied. Whatever came since is out of it; versions in between stay.
   *
   * @throws IllegalArgumentException if the version is the latest, or from before the table was
   *     evolved
   * @throws TableException if there is no such version, files of it are gone, or another commit
   *     came in between; then nothing was changed
   */
  public RestoreResult restore(long version) {
    return new Restore(this, version).run();
  }

  /** Deletes staged files. What a commit has taken from them stays in the table. */
  public void discard(Collection<DataFile> dataFiles) {
    files.discard(dataFiles);
  }

  /** Deletes what was staged for an upsert that is not wanted. */
  public void discard(Staged staged) {
    files.discard(staged.files());
    files.discardDigests(staged.digests());
    files.removeEmptyFolders(staged);
  }

  /** The job that this makes commits for, if it was told. */
  Optional<String> job() {
    return Optional.ofNullable(job);
  }

  TableLog log() {
    return log;
  }

  TableFiles files() {
    return files;
  }

  SnapshotReader reader() {
    return new SnapshotReader(directory, files, schema);
  }

  /**
   * @param metrics counts under the names that Delta writers use
   */
  Operation operation(Operation.Name name, Map<String, Long> metrics) {
    return operation(name, Map.of(), metrics);
  }

  /**
   * An operation that Delta Standalone has no name for.
   *
   * @param parameters by name; a text, a number or a list of texts
   */
  Operation operation(String name, Map<String, Object> parameters, Map<String, Long> metrics) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.put(LinkLogStore.OPERATION, name);
    return operation(Operation.Name.MANUAL_UPDATE, all, metrics);
  }

  private Operation operation(
      Operation.Name name, Map<String, Object> parameters, Map<String, Long> metrics) {
    Map<String, String> texts = new HashMap<>();
    metrics.forEach((metric, count) -> texts.put(metric, Long.toString(count)));
    Map<String, String> values = new HashMap<>();
    // Values of parameters are JSON, so that a text stands in quotes; lists are texts for Delta.
    parameters.forEach(
        (key, value) ->
            values.put(key, Json.text(value instanceof List<?> list ? Json.text(list) : value)));
    if (job != null) {
      values.put(TableHistory.JOB, Json.text(job));
    }
    return new Operation(name, values, texts);
  }
}
