package dev.incidentlab.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.delta.DataFileWriter;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.OffsetRange;
import dev.incidentlab.delta.SourcePartition;
import dev.incidentlab.delta.TableSnapshot;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.UndecodableException.Reason;
import dev.incidentlab.schema.WireFormat;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Records of strange values and broken records on their whole way: decoded, made rows, written,
 * committed, and read again by DuckDB, which shares no code with what wrote them. What the decoder
 * lets pass, the table must hold and others must read.
 */
class StrangeRowsTest {
  private static final int RECORDS = 3_000;
  private static final long SEED = 4;
  private static final int V1_ID = 1;
  private static final int V2_ID = 2;
  private static final Schema V1 = Contracts.load(Contracts.AD_EVENT, 1);
  private static final Schema V2 = Contracts.load(Contracts.AD_EVENT, 2);
  private static final long NOW = 1_767_000_000_000_000L;
  private static final long DAY = 86_400_000_000L;

  private static final long[] TIMES = {
    NOW,
    NOW + DAY,
    0,
    -1,
    DAY - 1,
    -DAY,
    Long.MIN_VALUE,
    Long.MAX_VALUE,
    -62_135_596_800_000_000L,
    -62_135_596_800_000_001L,
    253_402_300_799_999_999L,
    253_402_300_800_000_000L,
    // Days of the calendar reform, which readers that go by the Julian one see elsewhere.
    -12_219_292_800_000_000L,
    -12_219_292_800_000_001L,
    -2_208_988_800_000_001L
  };

  private static final String[] TEXTS = {
    "",
    "DE",
    "mobile",
    "feed_top",
    "\u0000",
    "a\u0000b",
    "Grüße",
    "日本",
    "😀",
    "\uffff",
    "\udbff\udfff",
    "'; drop table",
    "null",
    "\\N",
    "\"\n\r\t,",
    "x".repeat(20_000),
    "\ufeffDE",
    " "
  };

  @TempDir Path folder;
  private AnsweringRegistry registry;

  @BeforeEach
  void start() throws Exception {
    registry = new AnsweringRegistry(Map.of(V1_ID, V1, V2_ID, V2));
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @ParameterizedTest
  @CsvSource({"pinned, 1", "registry, 1", "registry, 2"})
  void whatPassesTheDecoderIsReadAgainAsItWas(String decoder, int version) throws Exception {
    JobOptions options = DecodeHarness.options(registry.url(), version, folder);
    DeltaTable table = options.table();
    List<SourceRow> decoded;
    Set<Reason> reasons;
    try (DecodeHarness decode = new DecodeHarness(options, decoder, true)) {
      SplittableRandom random = new SplittableRandom(SEED);
      for (int offset = 0; offset < RECORDS; offset++) {
        decode.process(offset, record(random));
      }
      decoded = decode.rows();
      reasons = decode.deadLetters().stream().map(DeadLetter::reason).collect(Collectors.toSet());
    }

    try (DataFileWriter files = table.newWriter("strange")) {
      decoded.stream().filter(r -> r.row() != null).forEach(r -> files.write(r.row()));
      table.append(
          files.finish(), Map.of(new SourcePartition("topic-id", 0), new OffsetRange(0, RECORDS)));
    }

    assertThat(decoded).hasSize(RECORDS);
    assertThat(reasons).contains(Reason.INVALID_VALUE, Reason.MALFORMED);
    Map<Long, List<String>> expected = new TreeMap<>();
    decoded.stream()
        .filter(r -> r.row() != null)
        .forEach(r -> expected.put(r.offset(), expected(r.row())));
    assertThat(expected).hasSizeBetween(RECORDS / 3, RECORDS);
    assertThat(read(table.snapshot(), version)).isEqualTo(expected);
  }

  private static byte[] record(SplittableRandom random) {
    Schema writer = random.nextBoolean() ? V1 : V2;
    List<String> types = writer.getField("event_type").schema().getEnumSymbols();
    GenericRecordBuilder event =
        new GenericRecordBuilder(writer)
            .set("event_id", random.nextInt(4) == 0 ? text(random) : "e" + random.nextInt())
            .set("event_ts", random.nextInt(4) == 0 ? time(random) : NOW + random.nextInt())
            .set(
                "event_type",
                new GenericData.EnumSymbol(
                    writer.getField("event_type").schema(),
                    types.get(random.nextInt(types.size()))))
            .set("customer_id", random.nextLong() >> random.nextInt(64))
            .set("campaign_id", random.nextLong() >> random.nextInt(64))
            .set("country", text(random))
            .set("device_type", text(random))
            .set("placement", random.nextBoolean() ? null : text(random))
            .set("spend_micros", random.nextLong() >> random.nextInt(64));
    if (writer == V2 && random.nextBoolean()) {
      Schema attribution = V2.getField("attribution").schema().getTypes().get(1);
      event.set(
          "attribution",
          new GenericRecordBuilder(attribution)
              .set("model", text(random))
              .set("window_days", random.nextInt())
              .build());
    }
    byte[] frame = WireFormat.encode(writer == V1 ? V1_ID : V2_ID, writer, event.build());
    return random.nextInt(3) == 0 ? broken(frame, random) : frame;
  }

  /** Behind the header, so that it is not the schema id that keeps it from being read. */
  private static byte[] broken(byte[] frame, SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(frame, random.nextInt(frame.length));
    }
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      frame[random.nextInt(WireFormat.HEADER_LENGTH, Math.min(frame.length, 80))] ^=
          (byte) (1 << random.nextInt(8));
    }
    return frame;
  }

  private static String text(SplittableRandom random) {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  private static long time(SplittableRandom random) {
    return TIMES[random.nextInt(TIMES.length)];
  }

  private static List<String> expected(GenericRecord row) {
    List<String> columns = new ArrayList<>();
    for (Schema.Field column : row.getSchema().getFields()) {
      Object value = row.get(column.pos());
      if (column.name().equals("attribution")) {
        GenericRecord attribution = (GenericRecord) value;
        columns.add(attribution == null ? null : attribution.get("model").toString());
        columns.add(attribution == null ? null : attribution.get("window_days").toString());
      } else {
        columns.add(value == null ? null : value.toString());
      }
    }
    long day = Math.floorDiv((long) row.get("event_ts"), DAY);
    columns.add(LocalDate.ofEpochDay(day).toString());
    return columns;
  }

  private static Map<Long, List<String>> read(TableSnapshot snapshot, int version)
      throws Exception {
    String files =
        snapshot.files().stream()
            .map(f -> "'" + f.path() + "'")
            .collect(Collectors.joining(",", "[", "]"));
    String attribution = version == 1 ? "" : "attribution.model, attribution.window_days, ";
    String sql =
        "select event_id, epoch_us(event_ts), event_type, customer_id, campaign_id, country, device_type, "
            + attribution
            + "placement, spend_micros, _topic_partition, _offset, _decoder_revision, event_date::varchar"
            + " from read_parquet("
            + files
            + ", union_by_name=true, hive_partitioning=true, hive_types={'event_date': date})";
    Map<Long, List<String>> rows = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(result.getString(i));
        }
        rows.put(result.getLong(columns - 2), row);
      }
    }
    return rows;
  }
}
