package dev.incidentlab.producer.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends to the ledger of one topic partition. Appends are buffered; what {@link #sync()} has
 * returned from survives a crash of the machine. Not safe for use by several threads at once.
 */
public final class LedgerWriter implements Closeable {
  private static final int BUFFERED_RECORDS = 8_192;

  private final LedgerHeader header;
  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFERED_RECORDS * LedgerFormat.RECORD_LENGTH);
  private final long cutBytes;
  private long count;
  private long nextOffset;
  private boolean unsynced;

  private LedgerWriter(LedgerHeader header, FileChannel channel, Tail tail) {
    this.header = header;
    this.channel = channel;
    this.cutBytes = tail.cutBytes;
    this.count = tail.count;
    this.nextOffset = tail.nextOffset;
  }

  /**
   * Opens the ledger of a topic partition in a directory, or creates it. A torn tail, as a crash
   * leaves it, is cut off: from the first record on that is not whole or not in ascending order.
   *
   * @throws LedgerException if the file is about another partition or another life of the topic
   */
  public static LedgerWriter open(Path directory, LedgerHeader header) throws IOException {
    Path file = directory.resolve(header.fileName());
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.size() < LedgerFormat.HEADER_LENGTH) {
        channel.truncate(0);
        channel.write(LedgerFormat.encode(header), 0);
        channel.force(true);
      }
      requireSame(file, LedgerFormat.readHeader(file, channel), header);
      Tail tail = Tail.of(file, channel);
      channel.truncate(LedgerFormat.position(tail.count));
      channel.position(channel.size());
      return new LedgerWriter(header, channel, tail);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Appends one record.
   *
   * @throws IllegalArgumentException if its offset is below {@link #nextOffset()}
   */
  public void append(LedgerRecord record) throws IOException {
    append(
        record.offset(),
        record.idHigh(),
        record.idLow(),
        record.eventTsMicros(),
        record.rowHash(),
        record.rowHashV2(),
        record.payloadCrc(),
        record.kind(),
        record.schemaVersion());
  }

  /** Appends one record without an object for it; the parameters are those of the record. */
  public void append(
      long offset,
      long idHigh,
      long idLow,
      long eventTsMicros,
      long rowHash,
      long rowHashV2,
      int payloadCrc,
      LedgerKind kind,
      int schemaVersion)
      throws IOException {
    if (offset < nextOffset) {
      throw new IllegalArgumentException(
          "%s: offset %d was appended after offset %d; a ledger ascends"
              .formatted(header.fileName(), offset, nextOffset - 1));
    }
    if (!buffer.hasRemaining()) {
      write();
    }
    int at = buffer.position();
    buffer.putLong(offset).putLong(idHigh).putLong(idLow).putLong(eventTsMicros);
    buffer.putLong(rowHash).putLong(rowHashV2);
    buffer.putInt(payloadCrc).put(kind.code()).put((byte) schemaVersion);
    LedgerFormat.seal(buffer, at);
    buffer.position(at + LedgerFormat.RECORD_LENGTH);
    count++;
    nextOffset = offset + 1;
    unsynced = true;
  }

  /** Writes what is buffered and forces it to the disk; does nothing if nothing was appended. */
  public void sync() throws IOException {
    if (unsynced) {
      write();
      channel.force(false);
      unsynced = false;
    }
  }

  public LedgerHeader header() {
    return header;
  }

  /** Records in the ledger, the buffered ones included. */
  public long count() {
    return count;
  }

  /** One above the last record's offset; 0 for an empty ledger. */
  public long nextOffset() {
    return nextOffset;
  }

  /** Bytes of a torn tail that were cut off when the ledger was opened; 0 if it was whole. */
  public long cutBytes() {
    return cutBytes;
  }

  @Override
  public void close() throws IOException {
    try {
      sync();
    } finally {
      channel.close();
    }
  }

  private void write() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  private static void requireSame(Path file, LedgerHeader found, LedgerHeader wanted) {
    if (!found.equals(wanted)) {
      throw new LedgerException(
          "%s is the ledger of %s-%d with topic id %s; the cluster has %s-%d with topic id %s: a topic that was created again needs a fresh ledger directory"
              .formatted(
                  file,
                  found.topic(),
                  found.partition(),
                  found.topicId(),
                  wanted.topic(),
                  wanted.partition(),
                  wanted.topicId()));
    }
  }

  /** The whole records at the start of a file, and what is left after them. */
  private record Tail(long count, long nextOffset, long cutBytes) {
    static Tail of(Path file, FileChannel channel) throws IOException {
      long count = 0;
      long next = 0;
      LedgerCursor cursor = new LedgerCursor(file, channel);
      while (cursor.advanceIfWhole() && cursor.offset() >= next) {
        next = cursor.offset() + 1;
        count++;
      }
      return new Tail(count, next, channel.size() - LedgerFormat.position(count));
    }
  }
}
