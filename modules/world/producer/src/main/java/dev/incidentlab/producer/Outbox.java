package dev.incidentlab.producer;

import dev.incidentlab.producer.ledger.LedgerKind;
import dev.incidentlab.producer.ledger.LedgerWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Sends records to Kafka and enters the acknowledged ones into the ledger. For one thread, but for
 * {@link #abort}.
 */
final class Outbox implements Closeable {
  private final Producer<byte[], byte[]> kafka;
  private final String prefix;
  private final Map<String, List<Lane>> lanesByTopic = new TreeMap<>();
  private final CRC32C crc = new CRC32C();
  private int staged;

  /**
   * @param kafka an idempotent producer; closed with this outbox
   * @param prefix what goes before a topic's name on the cluster
   * @param ledgers of each topic all partitions, in ascending order; closed with this outbox
   */
  Outbox(Producer<byte[], byte[]> kafka, String prefix, List<LedgerWriter> ledgers) {
    this.kafka = kafka;
    this.prefix = prefix;
    for (LedgerWriter ledger : ledgers) {
      lanesByTopic
          .computeIfAbsent(ledger.header().topic(), t -> new ArrayList<>())
          .add(new Lane(ledger));
    }
  }

  /** The lanes of a topic, by partition. */
  List<Lane> lanes(String topic) {
    return lanesByTopic.get(topic);
  }

  /** Records that were sent since the last {@link #settle}. */
  int staged() {
    return staged;
  }

  /**
   * Sends an event; its record timestamp is the event's time.
   *
   * @throws PublishingException if this or an earlier record could not be sent
   */
  void send(
      Lane lane,
      byte[] key,
      byte[] value,
      long idHigh,
      long idLow,
      long tsMicros,
      long rowHash,
      long rowHashV2,
      int version) {
    send(lane, key, value, idHigh, idLow, tsMicros, rowHash, rowHashV2, LedgerKind.EVENT, version);
  }

  /** Sends a record that no reader can decode, stamped {@code tsMicros}. */
  void sendPoison(Lane lane, byte[] key, byte[] value, long tsMicros, LedgerKind kind) {
    send(lane, key, value, 0, 0, tsMicros, 0, 0, kind, 0);
  }

  private void send(
      Lane lane,
      byte[] key,
      byte[] value,
      long idHigh,
      long idLow,
      long tsMicros,
      long rowHash,
      long rowHashV2,
      LedgerKind kind,
      int version) {
    if (lane.full()) {
      settle();
    }
    crc.reset();
    crc.update(value, 0, value.length);
    lane.stage(idHigh, idLow, tsMicros, rowHash, rowHashV2, (int) crc.getValue(), kind, version);
    staged++;
    try {
      // The lane is told of the outcome.
      var unused =
          kafka.send(
              new ProducerRecord<>(
                  prefix + lane.topic(),
                  lane.partition(),
                  Math.floorDiv(tsMicros, 1_000L),
                  key,
                  value),
              lane);
    } catch (KafkaException | IllegalStateException e) {
      lane.fail(e);
      settle();
    }
  }

  /**
   * Waits until everything sent is acknowledged, and forces the ledger to the disk.
   *
   * @throws PublishingException if something was not acknowledged
   */
  void settle() {
    PublishingException failed = flush();
    for (List<Lane> lanes : lanesByTopic.values()) {
      for (Lane lane : lanes) {
        try {
          lane.settle();
        } catch (PublishingException e) {
          failed = failed == null ? e : failed;
        } catch (IOException e) {
          throw new UncheckedIOException(
              "cannot write the ledger of %s-%d: %s"
                  .formatted(lane.topic(), lane.partition(), e.getMessage()),
              e);
        }
      }
    }
    staged = 0;
    if (failed != null) {
      throw failed;
    }
  }

  private PublishingException flush() {
    try {
      kafka.flush();
      return null;
    } catch (KafkaException | IllegalStateException e) {
      return new PublishingException("Kafka's producer cannot flush: " + e.getMessage(), e);
    }
  }

  /** Gives up what is on its way, from any thread: a flush that waits for it returns. */
  void abort() {
    kafka.close(Duration.ZERO);
  }

  @Override
  public void close() throws IOException {
    kafka.close();
    for (List<Lane> lanes : lanesByTopic.values()) {
      for (Lane lane : lanes) {
        lane.ledger().close();
      }
    }
  }
}
