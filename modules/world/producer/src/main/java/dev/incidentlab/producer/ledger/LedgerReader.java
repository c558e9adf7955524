package dev.incidentlab.producer.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the ledger of one topic partition, also while the producer is writing it: every method sees
 * the whole records that the file has at that moment. Safe for many threads.
 */
public final class LedgerReader implements Closeable {
  private final Path file;
  private final FileChannel channel;
  private final LedgerHeader header;

  private LedgerReader(Path file, FileChannel channel, LedgerHeader header) {
    this.file = file;
    this.channel = channel;
    this.header = header;
  }

  /**
   * Opens one ledger.
   *
   * @throws LedgerException if the file is no ledger
   */
  public static LedgerReader open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new LedgerReader(file, channel, LedgerFormat.readHeader(file, channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  public LedgerHeader header() {
    return header;
  }

  /** Records in the ledger. */
  public long count() throws IOException {
    return LedgerFormat.records(channel.size());
  }

  /** One above the last record's offset; 0 for an empty ledger. */
  public long nextOffset() throws IOException {
    long count = count();
    return count == 0 ? 0 : recordAt(count - 1).offset() + 1;
  }

  /** A walk over all records, for millions of them. */
  public LedgerCursor cursor() throws IOException {
    return new LedgerCursor(file, channel);
  }

  /** Hands every record to {@code consumer}, in offset order. */
  public void forEach(Consumer<LedgerRecord> consumer) throws IOException {
    LedgerCursor cursor = cursor();
    while (cursor.advance()) {
      consumer.accept(cursor.toRecord());
    }
  }

  /** The record at an offset, by binary search; empty if the ledger does not have it. */
  public Optional<LedgerRecord> at(long offset) throws IOException {
    long index = firstIndexFrom(offset);
    if (index == count()) {
      return Optional.empty();
    }
    LedgerRecord record = recordAt(index);
    return record.offset() == offset ? Optional.of(record) : Optional.empty();
  }

  /** At most {@code limit} records in offset order, the first at {@code offset} or above it. */
  public List<LedgerRecord> from(long offset, int limit) throws IOException {
    long count = count();
    List<LedgerRecord> records = new ArrayList<>();
    for (long i = firstIndexFrom(offset); i < count && records.size() < limit; i++) {
      records.add(recordAt(i));
    }
    return records;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private long firstIndexFrom(long offset) throws IOException {
    long low = 0;
    long high = count();
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (recordAt(middle).offset() < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private LedgerRecord recordAt(long index) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LedgerFormat.RECORD_LENGTH);
    LedgerFormat.readFully(channel, bytes, LedgerFormat.position(index));
    if (bytes.hasRemaining() || !LedgerFormat.isWhole(bytes, 0)) {
      throw new LedgerException(
          "%s: record %d, at byte %d, is damaged; a producer started on this directory cuts it off and reads the topic again from there"
              .formatted(file, index, LedgerFormat.position(index)));
    }
    return LedgerFormat.record(bytes, 0);
  }
}
