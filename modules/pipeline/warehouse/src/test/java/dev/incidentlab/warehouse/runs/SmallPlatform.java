package dev.incidentlab.warehouse.runs;

import dev.incidentlab.delta.DataFileWriter;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.OffsetRange;
import dev.incidentlab.delta.SourcePartition;
import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.delta.UpsertRequest;
import dev.incidentlab.warehouse.DashboardTile;
import dev.incidentlab.warehouse.TableVersion;
import dev.incidentlab.warehouse.Warehouse;
import dev.incidentlab.warehouse.WarehouseException;
import dev.incidentlab.warehouse.gates.GateResult;
import dev.incidentlab.warehouse.models.ProjectReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** The platform's two tables with few rows, and its models on them. */
final class SmallPlatform implements AutoCloseable {
  static final String ADS = "fact_ad_events";
  static final String BILLING = "fact_billing";
  private static final SourcePartition SOURCE = new SourcePartition("topic", 0);
  private static final Schema TIME =
      LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));

  final Map<String, DeltaTable> tables = new HashMap<>();
  final Set<String> unreadable = new HashSet<>();
  final List<ModelRun> heard = new ArrayList<>();
  private final Path folder;
  private final Warehouse warehouse = new Warehouse(256);
  private long offset;
  private int replays;
  Downstream downstream;

  /** Is told of runs, too. */
  RunListener also = run -> {};

  SmallPlatform(Path folder) {
    this.folder = folder;
    tables.put(
        ADS,
        make(
            ADS,
            SchemaBuilder.record("AdEvent")
                .fields()
                .requiredString("event_id")
                .name("event_ts")
                .type(TIME)
                .noDefault()
                .requiredString("event_type")
                .requiredLong("campaign_id")
                .requiredString("device_type")
                .optionalString("placement")
                .requiredLong("spend_micros")
                .endRecord()));
    tables.put(
        BILLING,
        make(
            BILLING,
            SchemaBuilder.record("BillingEvent")
                .fields()
                .requiredString("event_id")
                .name("event_ts")
                .type(TIME)
                .noDefault()
                .requiredLong("customer_id")
                .requiredLong("amount_micros")
                .endRecord()));
    open();
  }

  private DeltaTable make(String name, Schema value) {
    return DeltaTable.create(
        folder.resolve(name), TableSchema.of(name, value, "event_id", "event_ts"));
  }

  /** As after a crash. */
  void open() {
    downstream =
        new Downstream(
            ProjectReader.standard(),
            folder.resolve("downstream"),
            warehouse,
            this::table,
            new RunListener() {
              @Override
              public void heard(ModelRun run) {
                heard.add(run);
                also.heard(run);
              }

              @Override
              public void begins(ModelRun run) {
                also.begins(run);
              }

              @Override
              public void made(ModelRun run, List<GateResult> asked, List<Publication> published) {
                also.made(run, asked, published);
              }
            });
  }

  Warehouse warehouse() {
    return warehouse;
  }

  private TableVersion table(String name) {
    if (unreadable.contains(name)) {
      throw new WarehouseException("the log of %s is gone".formatted(name), null);
    }
    return TableVersion.newest(tables.get(name));
  }

  /** An ad event's row. */
  record Ad(String id, Instant at, String type, String placement, long spend) {
    static Ad at(Instant at, long spend) {
      return new Ad(UUID.randomUUID().toString(), at, "CLICK", "feed", spend);
    }
  }

  SmallPlatform ads(Ad... rows) {
    return ads(List.of(rows));
  }

  /** One commit. */
  SmallPlatform ads(List<Ad> rows) {
    DeltaTable table = tables.get(ADS);
    DataFileWriter writer = table.newWriter("test");
    rows.forEach(row -> writer.write(row(table, row)));
    table.append(writer.finish(), Map.of(SOURCE, new OffsetRange(offset, offset + rows.size())));
    offset += rows.size();
    return this;
  }

  /** Applies a row again. */
  SmallPlatform upsert(Ad row) {
    DeltaTable table = tables.get(ADS);
    DataFileWriter writer = table.newWriter("test");
    GenericRecord again = row(table, row);
    again.put(TableSchema.DECODER_REVISION, 2);
    writer.write(again);
    table.upsert(
        new UpsertRequest("replay-" + replays++, writer.finish(), UpsertRequest.Mode.UPSERT));
    return this;
  }

  private GenericRecord row(DeltaTable table, Ad ad) {
    GenericRecord row = event(table, ad.id(), ad.at());
    row.put("event_type", ad.type());
    row.put("campaign_id", 7L);
    row.put("device_type", "mobile");
    row.put("placement", ad.placement());
    row.put("spend_micros", ad.spend());
    return row;
  }

  SmallPlatform billing(Instant at) {
    DeltaTable table = tables.get(BILLING);
    DataFileWriter writer = table.newWriter("test");
    GenericRecord row = event(table, UUID.randomUUID().toString(), at);
    row.put("customer_id", 1L);
    row.put("amount_micros", 10L);
    writer.write(row);
    table.append(writer.finish(), Map.of(SOURCE, new OffsetRange(offset, offset + 1)));
    offset++;
    return this;
  }

  private GenericRecord event(DeltaTable table, String id, Instant at) {
    GenericRecord row = new GenericData.Record(table.schema().rows());
    row.put("event_id", id);
    row.put("event_ts", at.toEpochMilli() * 1_000);
    row.put(TableSchema.TOPIC_PARTITION, 0);
    row.put(TableSchema.OFFSET, offset);
    row.put(TableSchema.DECODER_REVISION, 1);
    return row;
  }

  List<DashboardTile> tiles(Instant now) {
    return downstream
        .publications()
        .relation("exec_dashboard")
        .map(slices -> warehouse.execDashboard(slices, now))
        .orElse(List.of());
  }

  /** The newest run of a model. */
  ModelRun last(String model) {
    return downstream.runs().stream()
        .filter(run -> run.model().equals(model))
        .reduce((a, b) -> b)
        .orElseThrow(() -> new AssertionError(model + " never ran"));
  }

  @Override
  public void close() {
    warehouse.close();
  }
}
