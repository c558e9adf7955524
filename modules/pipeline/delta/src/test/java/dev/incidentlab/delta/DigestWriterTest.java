package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestWriterTest {

  private static final LocalDate DATE = LocalDate.of(2026, 11, 22);

  /** More than a run has. */
  private static final int ROWS = 70_000;

  @TempDir Path folder;

  @Test
  void everyDigestIsInTheBucketOfItsKeyOnce() {
    DigestWriter writer = new DigestWriter(folder, "r/rows", DATE);
    int file = writer.number("some-file");
    RowDigest digest = new RowDigest();
    for (int row = 0; row < ROWS; row++) {
      digest.reset();
      digest.key(Binary.fromString(new UUID(row, ~row).toString()));
      digest.offset(row + 1L);
      digest.revision(7);
      digest.topicPartition(-3);
      digest.value(1, row);
      if (row % 2 == 0) {
        writer.add(digest, file, row);
      } else {
        writer.add(digest);
      }
    }
    DigestFile finished = writer.finish();

    List<Long> offsets = new ArrayList<>();
    try (DigestReader reader = DigestReader.open(folder.resolve(finished.path()))) {
      assertThat(reader.rows()).isEqualTo(ROWS);
      assertThat(reader.files()).containsExactly("some-file");
      assertThat(reader.keysOutsideFiles())
          .contains(
              new KeyRange(
                  new UUID(1, ~1L).toString(), new UUID(ROWS - 1, ~(ROWS - 1L)).toString()));
      for (int bucket = 0; bucket < DigestWriter.BUCKETS; bucket++) {
        for (byte[] section : reader.read(bucket, bucket + 1)) {
          for (int at = 0; at < section.length; at += DigestWriter.ENTRY_BYTES) {
            digest.read(section, at);
            assertThat(DigestWriter.bucket(digest)).isEqualTo(bucket);
            assertThat(digest.keyLow()).isEqualTo(~digest.keyHigh());
            assertThat(digest.revision()).isEqualTo(7);
            assertThat(digest.topicPartition()).isEqualTo(-3);
            boolean staged = digest.keyHigh() % 2 == 0;
            assertThat(DigestWriter.file(section, at))
                .isEqualTo(staged ? file : DigestWriter.NO_FILE);
            assertThat(DigestWriter.row(section, at)).isEqualTo(staged ? digest.keyHigh() : 0);
            offsets.add(digest.offset());
          }
        }
      }
    }
    assertThat(offsets).doesNotHaveDuplicates().hasSize(ROWS);
  }

  @Test
  void keysWithoutAnOrderHaveNoRange() {
    DigestWriter writer = new DigestWriter(folder, "r/rows", DATE);
    RowDigest digest = new RowDigest();
    digest.key(Binary.fromString("no UUID"));
    writer.add(digest);

    try (DigestReader reader = DigestReader.open(folder.resolve(writer.finish().path()))) {
      assertThat(reader.outsideFiles()).isTrue();
      assertThat(reader.keysOutsideFiles()).isEmpty();
    }
  }

  @Test
  void digestsThatAreGoneAreAskedForAgain() {
    assertThatThrownBy(() -> DigestReader.open(folder.resolve("gone.digests")))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("gone.digests")
        .hasMessageContaining("stage the rows again");
  }
}
