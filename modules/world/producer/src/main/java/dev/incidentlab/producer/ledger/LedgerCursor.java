package dev.incidentlab.producer.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Walks over the records of one ledger in offset order without an object per record. It starts
 * before the first record and ends with the last one that was in the file when it was made. Not
 * safe for use by several threads at once.
 */
public final class LedgerCursor {
  private static final int BUFFERED_RECORDS = 16_384;

  private final Path file;
  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFERED_RECORDS * LedgerFormat.RECORD_LENGTH).limit(0);
  private final long records;
  private long index = -1;
  private int at;

  LedgerCursor(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.records = LedgerFormat.records(channel.size());
  }

  /**
   * Moves to the next record.
   *
   * @return false if there is none
   * @throws LedgerException if it is there and damaged
   */
  public boolean advance() throws IOException {
    if (index + 1 >= records) {
      return false;
    }
    if (!advanceIfWhole()) {
      throw new LedgerException(
          "%s: record %d, at byte %d, is damaged; a producer started on this directory cuts it off and reads the topic again from there"
              .formatted(file, index, LedgerFormat.position(index)));
    }
    return true;
  }

  /** Moves to the next record; false if there is none or it is damaged. */
  boolean advanceIfWhole() throws IOException {
    if (index + 1 >= records) {
      return false;
    }
    index++;
    at += LedgerFormat.RECORD_LENGTH;
    if (at >= buffer.limit()) {
      load();
    }
    return LedgerFormat.isWhole(buffer, at);
  }

  public long offset() {
    return buffer.getLong(at + LedgerFormat.OFFSET);
  }

  public long idHigh() {
    return buffer.getLong(at + LedgerFormat.ID_HIGH);
  }

  public long idLow() {
    return buffer.getLong(at + LedgerFormat.ID_LOW);
  }

  public long eventTsMicros() {
    return buffer.getLong(at + LedgerFormat.EVENT_TS);
  }

  public long rowHash() {
    return buffer.getLong(at + LedgerFormat.ROW_HASH);
  }

  public long rowHashV2() {
    return buffer.getLong(at + LedgerFormat.ROW_HASH_V2);
  }

  public int payloadCrc() {
    return buffer.getInt(at + LedgerFormat.PAYLOAD_CRC);
  }

  public LedgerKind kind() {
    return LedgerKind.of(buffer.get(at + LedgerFormat.KIND));
  }

  public int schemaVersion() {
    return buffer.get(at + LedgerFormat.SCHEMA_VERSION);
  }

  /** The current record as an object of its own. */
  public LedgerRecord toRecord() {
    return LedgerFormat.record(buffer, at);
  }

  private void load() throws IOException {
    long left = (records - index) * LedgerFormat.RECORD_LENGTH;
    buffer.clear().limit((int) Math.min(buffer.capacity(), left));
    LedgerFormat.readFully(channel, buffer, LedgerFormat.position(index));
    buffer.flip();
    at = 0;
  }
}
