package dev.incidentlab.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadOnlySqlTest {
  @TempDir Path folder;
  private final ReadOnlySql sql = new ReadOnlySql(64, Duration.ofSeconds(20));
  private SmallTable events;

  @BeforeEach
  void twoRows() {
    events = new SmallTable(folder.resolve("events")).append("a", null, 0).append("b", "feed", 5);
  }

  @Test
  void aTableIsAViewWithItsPartitionColumn() {
    SqlResult result =
        ask("select event_id, placement, event_date, event_ts from events order by 1");

    assertThat(result.columns()).containsExactly("event_id", "placement", "event_date", "event_ts");
    assertThat(result.rows())
        .containsExactly(
            Arrays.asList("a", null, "2026-03-03", "2026-03-03 09:00:00+00"),
            List.of("b", "feed", "2026-03-03", "2026-03-03 09:00:00+00"));
    assertThat(result.more()).isFalse();
  }

  @Test
  void anOlderVersionShowsWhatWasThere() {
    TableVersion first = TableVersion.of(events.table, 1);
    TableVersion empty = TableVersion.of(events.table, 0);

    assertThat(sql.run("select count(*) from events", List.of(first.relation()), 1).rows())
        .containsExactly(List.of("1"));
    assertThat(
            sql.run("select sum(spend_micros), count(*) from events", List.of(empty.relation()), 1)
                .rows())
        .containsExactly(Arrays.asList(null, "0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with x as (select * from events) select count(*) from x;",
        "from events select event_id -- and a remark",
        "values (1), (2)",
        "describe events",
        "describe select 1",
        "summarize events",
        "show tables",
        "explain select * from events",
        "EXPLAIN ANALYZE select count(*) from events",
        "select * from range(3)",
        "select ';', 'copy events to x' where exists (select 1 from events)",
        "select 1 as a, 2 as a",
        "select * from information_schema.columns"
      })
  void statementsThatReadAreRun(String statement) {
    assertThat(ask(statement).rows()).isNotEmpty();
  }

  @Test
  void rowsAndValuesAreCut() {
    SqlResult cut = sql.run("select repeat('x', 100000) from range(5)", List.of(), 3);

    assertThat(cut.rows()).hasSize(3);
    assertThat(cut.more()).isTrue();
    assertThat(cut.rows().get(0).get(0)).hasSize(ReadOnlySql.LONGEST_VALUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copy events to '/tmp/out.csv'",
        "copy (select 1) to '/tmp/out.csv'",
        "attach '/tmp/other.db'",
        "install httpfs",
        "load httpfs",
        "pragma database_list",
        "set threads = 8",
        "reset enable_external_access",
        "create table t as select 1",
        "drop view events",
        "insert into events values (1)",
        "update events set spend_micros = 1",
        "delete from events",
        "export database '/tmp/x'",
        "import database '/tmp/x'",
        "call enable_logging()",
        "checkpoint",
        "vacuum",
        "begin",
        "prepare p as select 1",
        "execute p",
        "use memory",
        "explain copy events to '/tmp/out.csv'",
        "explain analyze create table t as select 1",
        "explain explain select 1",
        "with x as (select 1) insert into events select * from x",
        "select 1; select 2",
        "select 1; copy events to '/tmp/out.csv'",
        "select 1) limit 1; attach '/tmp/a.db'; select * from (select 1",
        "",
        ";",
        "-- nothing"
      })
  void whatIsNotOneReadingStatementIsRefused(String statement) {
    assertThatThrownBy(() -> ask(statement))
        .isInstanceOf(SqlRefusedException.class)
        .hasMessageContaining(ReadingStatement.ALLOWED)
        .satisfies(ReadOnlySqlTest::isOneLine);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from read_csv('/etc/passwd')",
        "select * from READ_CSV_AUTO('/etc/passwd')",
        "select * from \"read_text\"('/etc/passwd')",
        "select * from main.read_text('/etc/passwd')",
        "select * from system.main.read_blob('/etc/passwd')",
        "select * from read_json('/etc/passwd')",
        "select * from read_parquet('/tmp/x.parquet')",
        "select * from parquet_metadata('/tmp/x.parquet')",
        "select * from glob('/etc/*')",
        "select * from sniff_csv('/etc/passwd')",
        "select (select count(*) from glob('/etc/*'))",
        "select * from events where event_id in (select content from read_text('/etc/passwd'))",
        "with x as (select * from read_text('/etc/passwd')) select * from x",
        "describe select * from read_csv('/etc/passwd')",
        "explain analyze select * from read_csv('/etc/passwd')",
        "select * from query('select * from read_text(''/etc/passwd'')')",
        "select * from query_table('/etc/passwd')",
        "select * from json_execute_serialized_sql(json_serialize_sql('select 1'))",
        "select * from enable_logging(storage = 'file', storage_path = '/tmp/log')",
        "select * from duckdb_secrets()",
        "select * from duckdb_settings()",
        "select * from pragma_database_list()"
      })
  void tableFunctionsThatReadOrActElsewhereAreRefusedBeforeTheyRun(String statement) {
    assertThatThrownBy(() -> ask(statement))
        .isInstanceOf(SqlRefusedException.class)
        .hasMessageContaining("nothing but the tables can be read")
        .satisfies(ReadOnlySqlTest::isOneLine);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from '/etc/passwd'",
        "from '/tmp/x.parquet'",
        "from 'http://127.0.0.1:1/x.csv'",
        "summarize '/etc/hosts.csv'",
        "describe table '/etc/hosts.csv'",
        "select getenv('HOME')",
        "select getvariable('HOME')::int + nosuch",
        "select nosuch from events",
        "select * from nosuch",
        "selec 1"
      })
  void filesVariablesAndMistakesEndInOneLine(String statement) throws Exception {
    Path secret = folder.resolve("secret.csv");
    Files.writeString(secret, "a\n1\n");

    assertThatThrownBy(() -> ask(statement.replace("/etc/hosts.csv", secret.toString())))
        .isInstanceOf(SqlRefusedException.class)
        .satisfies(ReadOnlySqlTest::isOneLine);
  }

  @Test
  void locksOfDuckDbHoldEvenWhereTheParserLetsThrough() throws Exception {
    Path secret = folder.resolve("secret.parquet");
    Files.copy(events.table.snapshot().files().get(0).path(), secret);

    assertThatThrownBy(() -> ask("from '%s'".formatted(secret)))
        .hasMessageContaining("only the tables events can be read, no files and no network");
  }

  @Test
  void aQueryThatTakesTooLongIsStopped() {
    ReadOnlySql hasty = new ReadOnlySql(64, Duration.ofMillis(300));

    assertThatThrownBy(
            () ->
                hasty.run(
                    "select count(*) from range(1000000) a, range(1000000) b"
                        + " where hash(a.range + b.range) = 3",
                    List.of(),
                    1))
        .hasMessage("sql: stopped after 0.3 s; narrow it, for instance by event_date");
    assertThat(hasty.run("select 1", List.of(), 1).rows()).containsExactly(List.of("1"));
  }

  @Test
  void aQueryThatTakesTooMuchMemoryIsRefused() {
    assertThatThrownBy(
            () ->
                sql.run(
                    "select count(*) from (select distinct range || 'x' from range(20000000))",
                    List.of(),
                    1))
        .hasMessage("sql: needs more than the 64 MB that a query may use; narrow it or aggregate");
  }

  private SqlResult ask(String statement) {
    return sql.run(statement, List.of(TableVersion.newest(events.table).relation()), 100);
  }

  private static void isOneLine(Throwable thrown) {
    assertThat(thrown.getMessage())
        .startsWith("sql: ")
        .doesNotContain("\n")
        .doesNotContain("\tat ");
  }
}
