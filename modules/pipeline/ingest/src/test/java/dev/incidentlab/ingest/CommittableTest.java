package dev.incidentlab.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.delta.DataFile;
import dev.incidentlab.delta.DataFileWriter;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.DigestFile;
import dev.incidentlab.delta.OffsetRange;
import dev.incidentlab.delta.SourcePartition;
import dev.incidentlab.delta.Staged;
import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.schema.Contracts;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommittableTest {
  @TempDir Path folder;
  private final Committable.Serializer serializer = new Committable.Serializer();

  @Test
  void survivesACheckpoint() throws Exception {
    Committable committable =
        new Committable(
            new Staged(
                List.of(file()),
                List.of(new DigestFile("_staging/r/rows-1.digests", LocalDate.of(2026, 11, 22)))),
            Map.of(new SourcePartition("id", 3), new OffsetRange(7, 9)));

    Committable restored =
        serializer.deserialize(serializer.getVersion(), serializer.serialize(committable));

    assertThat(restored).isEqualTo(committable);
  }

  @Test
  void saysWhatToDoAboutAnotherVersion() {
    assertThatThrownBy(() -> serializer.deserialize(99, new byte[0]))
        .hasMessageContaining("version 99")
        .hasMessageContaining("start it without the checkpoint");
  }

  private DataFile file() {
    DeltaTable table =
        DeltaTable.create(
            folder.resolve("t"),
            TableSchema.of(
                "t", Contracts.load(Contracts.BILLING_EVENT, 1), "event_id", "event_ts"));
    GenericRecord row = new GenericData.Record(table.schema().rows());
    row.put("event_id", "e1");
    row.put("event_ts", 1L);
    row.put("customer_id", 1L);
    row.put("invoice_id", "i1");
    row.put("amount_micros", 5L);
    row.put(TableSchema.TOPIC_PARTITION, 3);
    row.put(TableSchema.OFFSET, 7L);
    row.put(TableSchema.DECODER_REVISION, 2);
    DataFileWriter writer = table.newWriter("test");
    writer.write(row);
    return writer.finish().get(0);
  }
}
