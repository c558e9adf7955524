package dev.incidentlab.server.letters;

import dev.incidentlab.server.adapter.PlatformAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A dead-letter topic, which has one partition. What was read of it is kept without the values, so
 * that each look reads only what came since. Safe for many threads.
 */
final class LetterTopic {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration SILENCE = Duration.ofSeconds(20);

  private final PlatformAccess access;
  private final Properties client;
  private final TopicPartition partition;
  private final List<LetterRecord> read = new ArrayList<>();
  private long next;
  private long undocumented;

  /**
   * What the topic holds.
   *
   * @param undocumented records that do not say what they are about
   */
  record Content(List<Letter> letters, long undocumented) {}

  LetterTopic(String topic, PlatformAccess access) {
    this.partition = new TopicPartition(access.named(topic), 0);
    this.access = access;
    this.client = access.kafkaClient();
    this.client.put("enable.auto.commit", "false");
    this.client.put("auto.offset.reset", "earliest");
    // With the default of half a second the last poll of a bounded read stalls.
    this.client.put("fetch.max.wait.ms", "5");
  }

  /**
   * Its letters now.
   *
   * @param end its end offset, as known from a cheaper look than this one's own
   */
  synchronized Content content(long end) {
    if (end > next) {
      scan(next, end, this::keep);
      next = end;
    }
    return new Content(Letter.collapse(read), undocumented);
  }

  private void keep(ConsumerRecord<byte[], byte[]> record) {
    LetterRecord.of(record, access).ifPresentOrElse(read::add, () -> undocumented++);
    next = record.offset() + 1; // Should the rest fail, nothing is read twice.
  }

  /**
   * Whole records by their offset.
   *
   * @param offsets of records that are there
   */
  SortedMap<Long, ConsumerRecord<byte[], byte[]>> records(SortedSet<Long> offsets) {
    SortedMap<Long, ConsumerRecord<byte[], byte[]>> found = new TreeMap<>();
    scan(
        offsets.first(),
        offsets.last() + 1,
        record -> {
          if (offsets.contains(record.offset())) {
            found.put(record.offset(), record);
          }
        });
    return found;
  }

  private void scan(long from, long to, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, from);
      long progress = System.nanoTime();
      for (long at = from; at < to; ) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.offset() < to) {
            visitor.accept(record);
          }
        }
        if (consumer.position(partition) > at) {
          at = consumer.position(partition);
          progress = System.nanoTime();
        } else if (System.nanoTime() - progress > SILENCE.toNanos()) {
          throw new IllegalStateException(
              "kafka gave no record of %s from offset %d on for %d s; see `./lab logs kafka`"
                  .formatted(partition.topic(), at, SILENCE.toSeconds()));
        }
      }
    } catch (KafkaException e) {
      throw new IllegalStateException(
          "cannot read topic %s: %s; see `./lab logs kafka`"
              .formatted(partition.topic(), e.getMessage()),
          e);
    }
  }
}
