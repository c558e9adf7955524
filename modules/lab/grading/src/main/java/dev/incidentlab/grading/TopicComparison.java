package dev.incidentlab.grading;

import dev.incidentlab.producer.ledger.LedgerCursor;
import dev.incidentlab.producer.ledger.LedgerDirectory;
import dev.incidentlab.producer.ledger.LedgerKind;
import dev.incidentlab.producer.ledger.LedgerReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** Walks a topic and its ledger side by side and compares each value's checksum. */
final class TopicComparison implements TopicReader.Visitor {
  private final Map<Integer, Side> ledgers = new TreeMap<>();
  private final CRC32C crc = new CRC32C();
  private final Examples gone = new Examples();
  private final Examples changed = new Examples();
  private final Examples foreign = new Examples();
  private long published;
  private long compared;

  /** One partition's ledger, at the first record that the topic has not shown yet. */
  private final class Side {
    private final int partition;
    private final LedgerCursor cursor;
    private final long end;
    private boolean has;

    Side(int partition, LedgerCursor cursor, long end) throws IOException {
      this.partition = partition;
      this.cursor = cursor;
      this.end = end;
      next();
    }

    void next() throws IOException {
      has = cursor.advance() && cursor.offset() < end;
      published += has ? 1 : 0;
    }

    void skipTo(long offset) throws IOException {
      while (has && cursor.offset() < offset) {
        gone.add(partition, cursor.offset(), this::example);
        next();
      }
    }

    boolean isAt(long offset) {
      return has && cursor.offset() == offset;
    }

    Example example() {
      return cursor.kind() == LedgerKind.EVENT
          ? Example.of(
              cursor.idHigh(), cursor.idLow(), partition, cursor.offset(), cursor.eventTsMicros())
          : new Example(
              "undecodable record", partition, cursor.offset(), cursor.eventTsMicros(), List.of());
    }
  }

  /**
   * @param cut by partition: records from this offset on are not compared
   */
  TopicComparison(LedgerDirectory ledger, String topic, Map<Integer, Long> cut) throws IOException {
    for (LedgerReader one : ledger.ledgers(topic)) {
      int partition = one.header().partition();
      ledgers.put(partition, new Side(partition, one.cursor(), cut.get(partition)));
    }
  }

  @Override
  public void visit(int partition, long offset, ByteBuffer value) {
    try {
      Side side = ledgers.get(partition);
      side.skipTo(offset);
      if (!side.isAt(offset)) {
        foreign.add(
            partition,
            offset,
            () -> new Example("unknown record", partition, offset, Long.MIN_VALUE, List.of()));
        return;
      }
      compared++;
      if (checksum(value) != side.cursor.payloadCrc()) {
        changed.add(partition, offset, side::example);
      }
      side.next();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the ledger: " + e.getMessage(), e);
    }
  }

  /** What the topic has not shown by now is gone. */
  void finish() throws IOException {
    for (Side side : ledgers.values()) {
      side.skipTo(Long.MAX_VALUE);
    }
  }

  boolean isIntact() {
    return gone.count() + changed.count() + foreign.count() == 0;
  }

  /** Records that the ledger has below the cut. */
  long published() {
    return published;
  }

  long compared() {
    return compared;
  }

  Examples gone() {
    return gone;
  }

  Examples changed() {
    return changed;
  }

  Examples foreign() {
    return foreign;
  }

  private int checksum(ByteBuffer value) {
    crc.reset();
    if (value != null) {
      crc.update(value);
    }
    return (int) crc.getValue();
  }
}
