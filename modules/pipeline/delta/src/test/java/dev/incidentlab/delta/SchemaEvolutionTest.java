package dev.incidentlab.delta;

import static dev.incidentlab.delta.UpsertRequest.Mode.APPEND;
import static dev.incidentlab.delta.UpsertRequest.Mode.UPSERT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.kernel.Table;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.standalone.Operation;
import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.types.StringType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A table gains a column while writers of the schema before go on. */
class SchemaEvolutionTest {

  private static final SourcePartition P0 = new SourcePartition("topic", 0);
  private static final Map<String, String> DECLARED = Map.of("lab.test", "2");
  private static final Event A = Event.of("a", 0).withModel(null);
  private static final Event M = Event.of("m", 1).withModel(null);
  private static final Event Z = Event.of("z", 2).withModel(null);

  /** What M is to a reader of the later schema. */
  private static final Event M_LATER = M.withModel("linear").withRevision(2);

  @TempDir Path folder;
  private DeltaTable before;

  @BeforeEach
  void createTable() {
    before = DeltaTable.create(folder, Event.EARLIER_TABLE, Map.of("lab.test", "1"));
    before.append(Event.stage(before, List.of(A, M)), Map.of(P0, new OffsetRange(0, 2)));
  }

  private DeltaTable evolve() {
    return DeltaTable.open(folder).as("somebody").evolve(Event.TABLE, DECLARED);
  }

  @Test
  void isOneCommitOfMetadataThatStaysWithTheTable() {
    List<ActiveFile> files = before.snapshot().files();

    DeltaTable evolved = evolve();

    assertThat(evolved.schema()).isEqualTo(Event.TABLE);
    assertThat(DeltaTable.open(folder).schema()).isEqualTo(Event.TABLE);
    assertThat(DeltaTable.open(folder).property("lab.test")).contains("2");
    assertThat(evolved.tableId()).isEqualTo(before.tableId());
    assertThat(evolved.snapshot().files()).isEqualTo(files);
    assertThat(evolved.snapshot().version()).isEqualTo(2);
    TableCommit last = evolved.history().get(2);
    assertThat(last.operation()).isEqualTo("ADD COLUMNS");
    assertThat(last.job().map(j -> j.replace("\"", ""))).contains("somebody");
    assertThat(List.of(last.filesAdded(), last.filesRemoved())).containsOnly(0);
  }

  @Test
  void aVersionHasTheSchemaThatItHadThen() {
    evolve();

    assertThat(before.snapshot().schema()).isEqualTo(Event.TABLE);
    assertThat(before.snapshot(1).schema()).isEqualTo(Event.EARLIER_TABLE);
  }

  @Test
  void kernelReadsTheNewSchema() {
    evolve();
    Engine engine = DefaultEngine.create(new Configuration());

    assertThat(
            Table.forPath(engine, folder.toString())
                .getLatestSnapshot(engine)
                .getSchema()
                .fieldNames())
        .containsSubsequence("event_type", "attribution", "placement", "event_date");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("obstacles")
  void refusesWhatRowsThatAreThereCannotFollow(String why, Schema value) {
    TableSchema to = TableSchema.of("fact_ad_events", value, "event_id", "event_ts");
    DeltaTable table = DeltaTable.open(folder);

    assertThatThrownBy(() -> table.evolve(to, DECLARED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageContaining("table fact_ad_events");
    assertThat(table.snapshot().version()).isEqualTo(1);
    assertThat(table.property("lab.test")).contains("1");
  }

  static Stream<Arguments> obstacles() {
    Schema text = Schema.create(Schema.Type.STRING);
    return Stream.of(
        Arguments.of("there is nothing to evolve", Event.EARLIER_VALUE),
        Arguments.of(
            "column 'placement' would go", Event.without(Event.EARLIER_VALUE, "placement")),
        Arguments.of(
            "column 'score' would be \"string\" instead of \"double\"",
            changed(new Schema.Field("score", text), false)),
        Arguments.of(
            "new column 'region' of type \"string\" must be nullable",
            with(Event.EARLIER_VALUE, 3, new Schema.Field("region", text))),
        Arguments.of(
            "column 'billable' would change its place",
            changed(Event.EARLIER_VALUE.getField("score"), true)));
  }

  /** The earlier schema with another column of that name, in its place or at the end. */
  private static Schema changed(Schema.Field field, boolean atTheEnd) {
    Schema rest = Event.without(Event.EARLIER_VALUE, field.name());
    int place = Event.EARLIER_VALUE.getField(field.name()).pos();
    return with(rest, atTheEnd ? rest.getFields().size() : place, field);
  }

  private static Schema with(Schema record, int place, Schema.Field field) {
    List<Schema.Field> fields = new ArrayList<>();
    record.getFields().forEach(f -> fields.add(new Schema.Field(f, f.schema())));
    fields.add(place, new Schema.Field(field, field.schema()));
    return Schema.createRecord(record.getName(), null, record.getNamespace(), false, fields);
  }

  @Test
  void theWayBackIsRefused() {
    DeltaTable evolved = evolve();

    assertThatThrownBy(() -> evolved.evolve(Event.EARLIER_TABLE, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column 'attribution' would go");
    assertThatThrownBy(() -> evolved.evolve(Event.TABLE, Map.of()))
        .hasMessageContaining("has these columns already");
  }

  @Test
  void aTableMayBeOpenedByTheSchemaItWasEvolvedFromButNotByALaterOne() {
    assertThatThrownBy(() -> DeltaTable.openOrCreate(folder, Event.TABLE, Map.of()))
        .isInstanceOf(TableException.class);
    evolve();

    DeltaTable opened = DeltaTable.openOrCreate(folder, Event.EARLIER_TABLE, Map.of());

    assertThat(opened.schema()).isEqualTo(Event.EARLIER_TABLE);
    assertThat(opened.snapshot().schema()).isEqualTo(Event.TABLE);
  }

  @Test
  void aJobFromBeforeGoesOnWithItsRows() {
    evolve();

    before.append(Event.stage(before, List.of(Z)), Map.of(P0, new OffsetRange(2, 3)));

    assertThat(rows()).containsExactlyInAnyOrder(A, M, Z);
    assertThat(before.position(P0)).hasValue(3);
  }

  @Test
  void anAppendThatMeetsTheEvolutionIsTriedAgain() {
    before.log().beforeCommit(AppendTest.once(this::evolve));

    AppendResult result =
        before.append(Event.stage(before, List.of(Z)), Map.of(P0, new OffsetRange(2, 3)));

    assertThat(result.retries()).isEqualTo(1);
    assertThat(rows()).containsExactlyInAnyOrder(A, M, Z);
  }

  @Test
  void theEvolutionDoesNotMindAnAppend() {
    DeltaTable table = DeltaTable.open(folder);
    table
        .log()
        .beforeCommit(
            AppendTest.once(
                () ->
                    before.append(
                        Event.stage(before, List.of(Z)), Map.of(P0, new OffsetRange(2, 3)))));

    table.evolve(Event.TABLE, DECLARED);

    assertThat(table.snapshot().schema()).isEqualTo(Event.TABLE);
    assertThat(rows()).containsExactlyInAnyOrder(A, M, Z);
  }

  @Test
  void ofTwoEvolutionsAtOnceTheSecondIsRefused() {
    DeltaTable table = DeltaTable.open(folder);
    table.log().beforeCommit(AppendTest.once(this::evolve));

    assertThatThrownBy(() -> table.evolve(Event.TABLE, DECLARED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has these columns already");
    assertThat(table.snapshot().version()).isEqualTo(2);
  }

  @Test
  void filesFromACheckpointOfBeforeAreTrimmedAndTakenIn() {
    List<DataFile> staged = Event.stage(before, List.of(M, Z));
    DeltaTable evolved = evolve();

    AppendResult result = evolved.append(staged, Map.of(P0, new OffsetRange(1, 3)));

    assertThat(result.rowsAppended()).isEqualTo(1);
    assertThat(rows()).containsExactlyInAnyOrder(A, M, Z);
  }

  @Test
  void anUpsertFillsTheNewColumnAndLeavesEqualRowsAlone() {
    commit(before, "second", Z);
    DeltaTable evolved = evolve();
    List<Path> untouched =
        evolved.snapshot().files().stream()
            .filter(f -> f.bounds().orElseThrow().minKey().equals(Z.id()))
            .map(ActiveFile::path)
            .toList();
    assertThat(untouched).hasSize(1);

    UpsertResult result = upsert(evolved, A.withRevision(2), M_LATER, Z.withRevision(2));

    assertThat(List.of(result.inserted(), result.updated(), result.unchanged()))
        .containsExactly(0L, 1L, 2L);
    assertThat(rows()).containsExactlyInAnyOrder(A, M_LATER, Z);
    assertThat(evolved.snapshot().files().stream().map(ActiveFile::path)).containsAll(untouched);
  }

  @Test
  void anUpsertOfTheSameRevisionDoesNotTouchTheRow() {
    DeltaTable evolved = evolve();

    assertThat(upsert(evolved, M_LATER.withRevision(M.revision())).updated()).isZero();
    assertThat(rows()).containsExactlyInAnyOrder(A, M);
  }

  @Test
  void anUpsertFromBeforeKeepsTheNewColumnOfRowsThatItCopies() {
    DeltaTable evolved = evolve();
    upsert(evolved, M_LATER, A.withModel("").withRevision(2));
    Event repaired = A.withSpend(77).withRevision(3);

    before.upsert(new UpsertRequest("late", Event.stage(before, List.of(repaired, M, Z)), UPSERT));

    assertThat(rows()).containsExactlyInAnyOrder(repaired, M_LATER, Z);
  }

  @Test
  void anUpsertThatMeetsTheEvolutionIsDecidedAnew() {
    Event repaired = M.withSpend(77).withRevision(2);
    before
        .log()
        .beforeCommit(AppendTest.once(() -> upsert(evolve(), A.withModel("x").withRevision(2))));

    UpsertResult result =
        before.upsert(new UpsertRequest("mine", Event.stage(before, List.of(repaired)), UPSERT));

    assertThat(result.retries()).isEqualTo(1);
    assertThat(rows()).containsExactlyInAnyOrder(A.withModel("x").withRevision(2), repaired);
  }

  @Test
  void nothingIsCopiedWhereAnotherWriterHasAddedAColumn() {
    OptimisticTransaction other = before.log().begin();
    other.updateMetadata(
        other
            .metadata()
            .copyBuilder()
            .schema(other.metadata().getSchema().add("region", new StringType()))
            .build());
    before.log().commit(other, List.of(), new Operation(Operation.Name.ADD_COLUMNS));

    assertThatThrownBy(() -> upsert(before, M.withSpend(77).withRevision(2)))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("region")
        .hasMessageContaining("another writer has changed the schema");
    assertThatThrownBy(() -> before.evolve(Event.TABLE, DECLARED))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("another writer has changed the schema");
  }

  private static void commit(DeltaTable table, String id, Event... events) {
    table.upsert(new UpsertRequest(id, Event.stage(table, List.of(events)), APPEND));
  }

  private static UpsertResult upsert(DeltaTable table, Event... events) {
    return table.upsert(new UpsertRequest("later", Event.stage(table, List.of(events)), UPSERT));
  }

  private List<Event> rows() {
    return Event.readAs(Event.TABLE, DeltaTable.open(folder));
  }
}
