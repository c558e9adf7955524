package dev.incidentlab.server.verbs;

import dev.incidentlab.api.TableAnswers.DataFileView;
import dev.incidentlab.api.TableAnswers.Differences;
import dev.incidentlab.api.TableAnswers.Files;
import dev.incidentlab.api.TableAnswers.History;
import dev.incidentlab.api.TableAnswers.RowDifference;
import dev.incidentlab.api.TableAnswers.Rows;
import dev.incidentlab.api.TableAnswers.Version;
import dev.incidentlab.delta.ActiveFile;
import dev.incidentlab.delta.TableCommit;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.TableVersions;
import dev.incidentlab.server.adapter.TableVersions.StoryCommit;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunState;
import dev.incidentlab.warehouse.ReadOnlySql;
import dev.incidentlab.warehouse.Relation;
import dev.incidentlab.warehouse.SqlResult;
import dev.incidentlab.warehouse.TableComparison;
import dev.incidentlab.warehouse.TableDiff;
import dev.incidentlab.warehouse.TableVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@code table history|files|diff} and {@code sql}. */
final class TableVerbs {
  private static final int MEGABYTES = 256;
  private static final Duration QUERY_LIMIT = Duration.ofSeconds(30);
  private static final int HISTORY_LIMIT = 15;
  private static final int FILES_LIMIT = 20;
  private static final int DIFF_LIMIT = 3;
  private static final int ROWS_LIMIT = 40;
  private static final int MOST = 1_000;

  private final RunState state;
  private final Supplier<Platform> platform;
  private final ReadOnlySql sql = new ReadOnlySql(MEGABYTES, QUERY_LIMIT);

  TableVerbs(RunState state, Supplier<Platform> platform) {
    this.state = state;
    this.platform = platform;
  }

  History history(Arguments arguments, String who) {
    IngestPipeline pipeline = pipeline(arguments);
    int limit = arguments.wholeNumber("limit", HISTORY_LIMIT, MOST);
    List<StoryCommit> all = new ArrayList<>(versions().history(pipeline));
    Collections.reverse(all);
    String topicId = platform.get().topics().topicId(pipeline) + "/";
    List<Version> shown =
        all.stream().limit(limit).map(c -> version(c, topicId, pipeline.topic() + "-")).toList();
    return new History(
        pipeline.table(),
        shown,
        all.size() - shown.size(),
        python(pipeline, "", "history(%d)".formatted(limit)));
  }

  private static Version version(StoryCommit of, String topicId, String topic) {
    TableCommit commit = of.commit();
    Map<String, Long> positions = new TreeMap<>();
    commit
        .positions()
        .forEach(
            (app, position) -> {
              if (app.startsWith(topicId)) {
                positions.put(topic + app.substring(topicId.length()), position);
              }
            });
    return new Version(
        commit.version(),
        commit.committedAt().toString(),
        of.story().toString(),
        commit.operation(),
        commit.job().orElse(null),
        commit.filesAdded(),
        commit.filesRemoved(),
        commit.inserted(),
        commit.updated(),
        commit.removed(),
        commit.newestEvent().map(Instant::toString).orElse(null),
        positions);
  }

  Files files(Arguments arguments, String who) {
    IngestPipeline pipeline = pipeline(arguments);
    int limit = arguments.wholeNumber("limit", FILES_LIMIT, MOST);
    TableVersion table = version(arguments, "version", pipeline);
    List<ActiveFile> files = table.snapshot().files();
    Path folder = platform.get().tables().directory(pipeline).toAbsolutePath().normalize();
    Comparator<ActiveFile> byEventTime =
        Comparator.comparing(f -> f.bounds().map(b -> b.maxEventTime()).orElse(Instant.MAX));
    return new Files(
        pipeline.table(),
        table.snapshot().version(),
        files.size(),
        table.snapshot().rows(),
        files.stream().mapToLong(ActiveFile::bytes).sum(),
        files.stream()
            .sorted(byEventTime.reversed())
            .limit(limit)
            .map(f -> view(f, folder))
            .toList(),
        python(
            pipeline,
            ", version=%d".formatted(table.snapshot().version()),
            "get_add_actions(flatten=True)"));
  }

  private static DataFileView view(ActiveFile file, Path folder) {
    return new DataFileView(
        folder.relativize(file.path()).toString(),
        file.eventDate().toString(),
        file.rows(),
        file.bytes(),
        file.bounds().map(b -> b.minEventTime().toString()).orElse(null),
        file.bounds().map(b -> b.maxEventTime().toString()).orElse(null));
  }

  Differences diff(Arguments arguments, String who) {
    IngestPipeline pipeline = pipeline(arguments);
    arguments.required("from");
    TableVersion from = version(arguments, "from", pipeline);
    TableVersion to = version(arguments, "to", pipeline);
    TableDiff diff =
        TableComparison.of(from, to, MEGABYTES, arguments.wholeNumber("limit", DIFF_LIMIT, MOST));
    String read = "SELECT * FROM delta.`%s` VERSION AS OF %d";
    Path folder = platform.get().tables().directory(pipeline).toAbsolutePath();
    return new Differences(
        pipeline.table(),
        from.snapshot().version(),
        to.snapshot().version(),
        diff.added(),
        diff.removed(),
        diff.changed(),
        diff.examples().stream()
            .map(
                e ->
                    new RowDifference(
                        e.kind().name().toLowerCase(Locale.ROOT), e.key(), e.before(), e.after()))
            .toList(),
        "spark-sql -e '%s EXCEPT %s'"
            .formatted(
                read.formatted(folder, to.snapshot().version()),
                read.formatted(folder, from.snapshot().version())));
  }

  Rows sql(Arguments arguments, String who) {
    String query = arguments.required("query");
    if (arguments.text("version").isPresent() && arguments.text("at").isPresent()) {
      throw new IllegalArgumentException("sql: give either --version or --at, not both");
    }
    boolean past = arguments.text("version").isPresent() || arguments.text("at").isPresent();
    List<TableVersion> tables = new ArrayList<>();
    Map<String, Long> versions = new TreeMap<>();
    for (IngestPipeline pipeline : IngestPipeline.ALL) {
      // A version is of one table: those that the query does not name need not have it.
      if (arguments.text("version").isEmpty()
          || query.toLowerCase(Locale.ROOT).contains(pipeline.table())) {
        TableVersion table = version(arguments, "version", pipeline);
        tables.add(table);
        versions.put(pipeline.table(), table.snapshot().version());
      }
    }
    List<Relation> relations =
        new ArrayList<>(tables.stream().map(TableVersion::relation).toList());
    if (!past) {
      relations.addAll(platform.get().models().published());
    }
    SqlResult result = sql.run(query, relations, arguments.wholeNumber("limit", ROWS_LIMIT, MOST));
    return new Rows(
        versions, result.columns(), result.rows(), result.more(), ordinary(query, tables, past));
  }

  /** By number or story time; the newest if neither is given. */
  private TableVersion version(Arguments arguments, String name, IngestPipeline pipeline) {
    Optional<Instant> at = arguments.storyTime("at", state.clock().now());
    if (at.isPresent()) {
      return versions().at(pipeline, at.get());
    }
    return arguments.text(name).isPresent()
        ? versions().of(pipeline, arguments.offset(name))
        : versions().newest(pipeline);
  }

  private TableVersions versions() {
    return new TableVersions(platform.get().tables(), state.clock());
  }

  private static IngestPipeline pipeline(Arguments arguments) {
    return IngestPipeline.of(arguments.required("table"));
  }

  private String python(IngestPipeline pipeline, String version, String call) {
    return "python -c \"from deltalake import DeltaTable; print(DeltaTable('%s'%s).%s)\""
        .formatted(platform.get().tables().directory(pipeline).toAbsolutePath(), version, call);
  }

  /** For the first table that the query names; DuckDB's own extension reads newest versions. */
  private String ordinary(String query, List<TableVersion> tables, boolean past) {
    Optional<TableVersion> named =
        tables.stream()
            .filter(t -> query.toLowerCase(Locale.ROOT).contains(t.schema().tableName()))
            .findFirst();
    if (named.isEmpty()) {
      return "";
    }
    String name = named.get().schema().tableName();
    IngestPipeline pipeline = IngestPipeline.of(name);
    return past
        ? python(
            pipeline, ", version=%d".formatted(named.get().snapshot().version()), "to_pandas()")
        : "duckdb -cmd \"create view %s as from delta_scan('%s')\""
            .formatted(name, platform.get().tables().directory(pipeline).toAbsolutePath());
  }
}
