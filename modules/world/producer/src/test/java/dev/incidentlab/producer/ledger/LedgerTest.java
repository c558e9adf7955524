package dev.incidentlab.producer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
  private static final UUID TOPIC_ID = new UUID(11, -12);
  private static final LedgerHeader HEADER = new LedgerHeader("ad-events", 3, TOPIC_ID);

  @TempDir Path directory;

  @Test
  void everythingWrittenIsReadBack() throws IOException {
    // Given: more than the buffers of writer and reader hold, with a gap as after a foreign record.
    List<LedgerRecord> written = new ArrayList<>(records(0, 20_000));
    written.addAll(records(20_005, 30_000));

    // When
    write(written);

    // Then
    try (LedgerReader reader = reader()) {
      List<LedgerRecord> read = new ArrayList<>();
      reader.forEach(read::add);
      assertThat(read).isEqualTo(written);
      assertThat(reader.header()).isEqualTo(HEADER);
      assertThat(reader.count()).isEqualTo(written.size());
      assertThat(reader.nextOffset()).isEqualTo(50_005);
    }
  }

  @Test
  void aRecordIsFoundByItsOffset() throws IOException {
    write(records(5, 100));
    try (LedgerReader reader = reader()) {
      assertThat(reader.at(42)).contains(record(42));
      assertThat(reader.at(4)).isEmpty();
      assertThat(reader.at(105)).isEmpty();
      assertThat(reader.from(103, 10)).containsExactly(record(103), record(104));
      assertThat(reader.from(0, 2)).containsExactly(record(5), record(6));
    }
  }

  @Test
  void anOffsetThatDoesNotAscendIsRefused() throws IOException {
    try (LedgerWriter writer = LedgerWriter.open(directory, HEADER)) {
      writer.append(record(7));
      assertThatThrownBy(() -> writer.append(record(7)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("offset 7 was appended after offset 7");
    }
  }

  @Test
  void onlySyncedRecordsAreVisibleToAReader() throws IOException {
    try (LedgerWriter writer = LedgerWriter.open(directory, HEADER);
        LedgerReader reader = reader()) {
      writer.append(record(0));
      assertThat(reader.count()).isZero();
      writer.sync();
      assertThat(reader.at(0)).contains(record(0));
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1,
        LedgerFormat.RECORD_LENGTH - 1,
        LedgerFormat.RECORD_LENGTH,
        LedgerFormat.RECORD_LENGTH + 1
      })
  void aTornTailIsCutWhenTheLedgerIsOpenedAgain(int lostBytes) throws IOException {
    // Given
    write(records(0, 10));
    long size = Files.size(file());
    try (RandomAccessFile torn = new RandomAccessFile(file().toFile(), "rw")) {
      torn.setLength(size - lostBytes);
    }
    int whole = lostBytes <= LedgerFormat.RECORD_LENGTH ? 9 : 8;

    // When
    try (LedgerWriter writer = LedgerWriter.open(directory, HEADER)) {
      assertThat(writer.count()).isEqualTo(whole);
      assertThat(writer.nextOffset()).isEqualTo(whole);
      assertThat(writer.cutBytes())
          .isEqualTo((10L - whole) * LedgerFormat.RECORD_LENGTH - lostBytes);
      writer.append(record(whole));
    }

    // Then
    assertThat(read()).isEqualTo(records(0, whole + 1));
  }

  @Test
  void zerosAtTheEndAreCut() throws IOException {
    write(records(0, 10));
    Files.write(file(), new byte[3 * LedgerFormat.RECORD_LENGTH], StandardOpenOption.APPEND);
    try (LedgerWriter writer = LedgerWriter.open(directory, HEADER)) {
      assertThat(writer.count()).isEqualTo(10);
      assertThat(writer.cutBytes()).isEqualTo(3 * LedgerFormat.RECORD_LENGTH);
    }
  }

  @Test
  void aHeaderThatWasNeverFinishedIsWrittenAgain() throws IOException {
    Files.write(file(), new byte[100]);
    write(records(0, 1));
    assertThat(read()).isEqualTo(records(0, 1));
  }

  @Test
  void aDamagedRecordIsReportedToTheReader() throws IOException {
    write(records(0, 10));
    try (RandomAccessFile damaged = new RandomAccessFile(file().toFile(), "rw")) {
      damaged.seek(LedgerFormat.position(4) + LedgerFormat.ROW_HASH);
      damaged.write(99);
    }
    assertThatThrownBy(this::read)
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("record 4");
  }

  @Test
  void anotherLifeOfTheTopicIsRefused() throws IOException {
    write(records(0, 1));
    LedgerHeader recreated = new LedgerHeader("ad-events", 3, new UUID(1, 1));
    assertThatThrownBy(() -> LedgerWriter.open(directory, recreated))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("fresh ledger directory");
  }

  @Test
  void aFileThatIsNoLedgerIsRefused() throws IOException {
    Files.write(file(), new byte[500]);
    assertThatThrownBy(this::reader)
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("is no ledger");
  }

  @Test
  void aDirectoryListsTopicsPartitionsCountsAndEnds() throws IOException {
    // Given
    write(records(0, 4));
    write(new LedgerHeader("ad-events", 0, TOPIC_ID), List.of());
    write(new LedgerHeader("billing-events", 1, new UUID(5, 5)), records(0, 2));
    Files.writeString(directory.resolve("producer.json"), "{}");

    // When
    try (LedgerDirectory ledgers = LedgerDirectory.open(directory)) {
      // Then
      assertThat(ledgers.topics()).containsExactly("ad-events", "billing-events");
      assertThat(ledgers.partitions("ad-events")).containsExactly(0, 3);
      assertThat(ledgers.count("ad-events")).isEqualTo(4);
      assertThat(ledgers.endOffsets("ad-events")).isEqualTo(Map.of(0, 0L, 3, 4L));
      assertThat(ledgers.topicId("ad-events")).isEqualTo(TOPIC_ID);
      assertThat(ledgers.ledger("billing-events", 1).at(1)).contains(record(1));
      assertThatThrownBy(() -> ledgers.ledger("billing-events", 0))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("billing-events-1.ledger");
    }
  }

  @Test
  void aDirectoryWithoutLedgersIsRefused() {
    assertThatThrownBy(() -> LedgerDirectory.open(directory))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("holds no ledger");
  }

  private Path file() {
    return directory.resolve(HEADER.fileName());
  }

  private LedgerReader reader() throws IOException {
    return LedgerReader.open(file());
  }

  private List<LedgerRecord> read() throws IOException {
    try (LedgerReader reader = reader()) {
      List<LedgerRecord> records = new ArrayList<>();
      reader.forEach(records::add);
      return records;
    }
  }

  private void write(List<LedgerRecord> records) throws IOException {
    write(HEADER, records);
  }

  private void write(LedgerHeader header, List<LedgerRecord> records) throws IOException {
    try (LedgerWriter writer = LedgerWriter.open(directory, header)) {
      for (LedgerRecord record : records) {
        writer.append(record);
      }
    }
  }

  private static List<LedgerRecord> records(long first, long count) {
    return LongStream.range(first, first + count).mapToObj(LedgerTest::record).toList();
  }

  private static LedgerRecord record(long offset) {
    LedgerKind[] kinds = LedgerKind.values();
    return new LedgerRecord(
        offset,
        offset * 31,
        -offset * 17,
        1_772_514_000_000_000L + offset,
        offset * 0x9e3779b97f4a7c15L,
        offset * 0xbf58476d1ce4e5b9L,
        (int) (offset * 0x9e3779b9L),
        kinds[(int) (offset % kinds.length)],
        (int) (offset % 3));
  }
}
