package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.commons.io.FileUtils;
import org.apache.parquet.io.api.Binary;

class RowDigestTest {

  @Property(tries = 500)
  void hashIsMurmurHash3(@ForAll String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThat(RowDigest.hashOf(text)).isEqualTo(MurmurHash3.hash128x64(bytes));
  }

  @Property(tries = 100)
  void aUuidIsItsOwnBits(@ForAll long high, @ForAll long low) {
    RowDigest digest = new RowDigest();

    digest.key(Binary.fromString(new UUID(high, low).toString()));

    assertThat(digest.keyHigh()).isEqualTo(high);
    assertThat(digest.keyLow()).isEqualTo(low);
  }

  /** What a writer takes of a row, and what a reader takes of it in the file, must be the same. */
  @Property(tries = 20)
  void aRowHasItsDigestBeforeAndAfterItIsWritten(
      @ForAll String id, @ForAll boolean uuid, @ForAll String placement, @ForAll long spend)
      throws IOException {
    Path folder = Files.createTempDirectory("digest");
    DeltaTable table = DeltaTable.create(folder, Event.TABLE);
    String key = uuid ? UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString() : id;
    Event one = Event.of(key, 4, 2).withSpend(spend).inPartition(3);
    // No attribution, one whose fields are all null, and one with a text in it.
    List<Event> events = List.of(one.withModel(null), one.withModel(""), one.withModel(placement));
    RecordDigester digester = new RecordDigester(table.schema());
    List<String> before = new ArrayList<>();
    RowDigest digest = new RowDigest();
    events.forEach(
        event -> {
          digester.digest(event.toRow(table.schema()), digest);
          before.add(describe(digest));
        });

    List<String> after = new ArrayList<>();
    for (DataFile file : Event.stage(table, events)) {
      RowScan.scan(
          table.files().staged(file), table.schema(), false, (row, d) -> after.add(describe(d)));
    }

    assertThat(after).isEqualTo(before);
    assertThat(before.get(0)).isNotEqualTo(before.get(1));
    FileUtils.deleteDirectory(folder.toFile());
  }

  private static String describe(RowDigest digest) {
    return "%x %x %x %d %d %d %s"
        .formatted(
            digest.keyHigh(),
            digest.keyLow(),
            digest.content(),
            digest.offset(),
            digest.revision(),
            digest.topicPartition(),
            digest.isUuid());
  }
}
