package dev.incidentlab.producer;

import dev.incidentlab.producer.ledger.LedgerKind;
import dev.incidentlab.producer.ledger.LedgerWriter;
import java.io.IOException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * What is on its way to one topic partition: sent, and not yet in the ledger.
 *
 * <p>An idempotent Kafka producer acknowledges the records of a partition in the order in which
 * they were sent, so the n-th acknowledgement belongs to the n-th staged record and one callback
 * object does for all of them. After a failure that is no longer known: nothing that is
 * acknowledged later is taken for granted.
 *
 * <p>The staging columns belong to the publishing thread, offsets and acknowledged to Kafka's I/O
 * thread until a flush has returned.
 */
final class Lane implements Callback {
  /** Records that may be on their way at once. */
  static final int CAPACITY = 1 << 16;

  private final LedgerWriter ledger;
  private final long[] idHighs = new long[CAPACITY];
  private final long[] idLows = new long[CAPACITY];
  private final long[] times = new long[CAPACITY];
  private final long[] rowHashes = new long[CAPACITY];
  private final long[] rowHashesV2 = new long[CAPACITY];
  private final int[] payloadCrcs = new int[CAPACITY];
  private final LedgerKind[] kinds = new LedgerKind[CAPACITY];
  private final byte[] versions = new byte[CAPACITY];
  private int staged;

  private final long[] offsets = new long[CAPACITY];
  private int acknowledged;
  private volatile Exception failure;

  Lane(LedgerWriter ledger) {
    this.ledger = ledger;
  }

  LedgerWriter ledger() {
    return ledger;
  }

  String topic() {
    return ledger.header().topic();
  }

  int partition() {
    return ledger.header().partition();
  }

  boolean full() {
    return staged == CAPACITY;
  }

  /** Remembers a record that is about to be sent. */
  void stage(
      long idHigh,
      long idLow,
      long tsMicros,
      long rowHash,
      long rowHashV2,
      int payloadCrc,
      LedgerKind kind,
      int version) {
    idHighs[staged] = idHigh;
    idLows[staged] = idLow;
    times[staged] = tsMicros;
    rowHashes[staged] = rowHash;
    rowHashesV2[staged] = rowHashV2;
    payloadCrcs[staged] = payloadCrc;
    kinds[staged] = kind;
    versions[staged] = (byte) version;
    staged++;
  }

  @Override
  public void onCompletion(RecordMetadata metadata, Exception exception) {
    if (exception != null) {
      fail(exception);
    } else if (failure == null) {
      offsets[acknowledged] = metadata.offset();
      acknowledged++;
    }
  }

  /** Marks this lane as broken; the first cause stays. */
  void fail(Exception cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  /**
   * Appends to the ledger what was acknowledged and forgets it; call it after a flush.
   *
   * @throws PublishingException if something that was sent was not acknowledged
   */
  void settle() throws IOException {
    for (int i = 0; i < acknowledged; i++) {
      ledger.append(
          offsets[i],
          idHighs[i],
          idLows[i],
          times[i],
          rowHashes[i],
          rowHashesV2[i],
          payloadCrcs[i],
          kinds[i],
          versions[i]);
    }
    ledger.sync();
    int missing = staged - acknowledged;
    staged = 0;
    acknowledged = 0;
    if (missing > 0 || failure != null) {
      throw new PublishingException(
          "%s-%d: %d records were sent and not acknowledged, the first of them after offset %d: %s; nothing more is published, restart the producer on the same ledger directory to go on"
              .formatted(topic(), partition(), missing, ledger.nextOffset() - 1, reason()),
          failure);
    }
  }

  private String reason() {
    return failure == null ? "no reason was given" : failure.toString();
  }
}
