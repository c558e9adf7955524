package dev.incidentlab.server.adapter;

import dev.incidentlab.ingest.Offsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks at records of any topic without a consumer group, so that nobody's position moves. */
public final class TopicRecords {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Properties client;

  public TopicRecords(Properties client) {
    this.client = client;
  }

  /**
   * Where to begin; what is left out stands for the beginning of every partition.
   *
   * @param offsets by partition; other partitions are not read
   * @param at the first record that is not older
   */
  public record From(OptionalInt partition, Map<Integer, Long> offsets, Optional<Instant> at) {}

  /**
   * Some records, in order of time across partitions and of offset within each.
   *
   * @param next where each partition goes on; empty if these were the last
   */
  public record Page(List<ConsumerRecord<byte[], byte[]>> records, Map<Integer, Long> next) {}

  /**
   * Reads.
   *
   * @throws IllegalArgumentException if topic, partition or offset is none of this lab
   */
  public Page read(String topic, From from, int limit) {
    Properties settings = new Properties();
    settings.putAll(client);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, String.valueOf(PATIENCE.toMillis()));
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = partitions(consumer, topic, from);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Map<TopicPartition, Long> begins = begins(consumer, partitions, ends, from);
      return merge(fetch(consumer, begins, ends, limit), begins, ends, limit);
    } catch (KafkaException e) {
      throw new KafkaTopics.KafkaUnavailableException(
          "kafka: cannot read topic %s: %s; see `./lab logs kafka`"
              .formatted(topic, e.getMessage()),
          e);
    }
  }

  private static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic, From from) {
    var topics = consumer.listTopics();
    if (!topics.containsKey(topic)) {
      throw new IllegalArgumentException(
          "records: '%s' is no topic of this lab; topics: %s"
              .formatted(topic, String.join(", ", new TreeSet<>(topics.keySet()))));
    }
    TreeSet<Integer> known =
        topics.get(topic).stream()
            .map(info -> info.partition())
            .collect(Collectors.toCollection(TreeSet::new));
    TreeSet<Integer> wanted = new TreeSet<>(from.offsets().keySet());
    from.partition().ifPresent(wanted::add);
    for (int partition : wanted) {
      if (!known.contains(partition)) {
        throw new IllegalArgumentException(
            "records: %s has no partition %d; it has %s".formatted(topic, partition, known));
      }
    }
    return (wanted.isEmpty() ? known : wanted)
        .stream().map(partition -> new TopicPartition(topic, partition)).toList();
  }

  private static Map<TopicPartition, Long> begins(
      Consumer<?, ?> consumer,
      List<TopicPartition> partitions,
      Map<TopicPartition, Long> ends,
      From from) {
    Map<TopicPartition, Long> begins = new HashMap<>(consumer.beginningOffsets(partitions));
    if (from.at().isPresent()) {
      long millis = from.at().get().toEpochMilli();
      Map<TopicPartition, Long> times =
          partitions.stream().collect(Collectors.toMap(p -> p, p -> millis));
      consumer
          .offsetsForTimes(times)
          .forEach((p, found) -> begins.put(p, found == null ? ends.get(p) : found.offset()));
    }
    for (TopicPartition p : partitions) {
      Long offset = from.offsets().get(p.partition());
      if (offset != null) {
        if (offset < begins.get(p) || offset > ends.get(p)) {
          throw new IllegalArgumentException(
              "records: offset %,d of %s is outside of what it has, %,d to %,d; give one of these"
                  .formatted(offset, p, begins.get(p), ends.get(p)));
        }
        begins.put(p, offset);
      }
    }
    return begins;
  }

  private static Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> fetch(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends,
      int limit) {
    Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> found = new HashMap<>();
    begins.keySet().forEach(p -> found.put(p, new ArrayDeque<>()));
    List<TopicPartition> open =
        new ArrayList<>(begins.keySet().stream().filter(p -> begins.get(p) < ends.get(p)).toList());
    consumer.assign(open);
    open.forEach(p -> consumer.seek(p, begins.get(p)));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!open.isEmpty() && System.nanoTime() < deadline) {
      consumer
          .poll(POLL)
          .forEach(
              record -> {
                TopicPartition p = new TopicPartition(record.topic(), record.partition());
                if (found.get(p).size() < limit && record.offset() < ends.get(p)) {
                  found.get(p).add(record);
                }
              });
      // A partition may end with offsets that have no record, so its position says when it is done.
      open.removeIf(p -> found.get(p).size() >= limit || consumer.position(p) >= ends.get(p));
      consumer.assign(open);
    }
    return found;
  }

  private static Page merge(
      Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> found,
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends,
      int limit) {
    List<ConsumerRecord<byte[], byte[]>> page = new ArrayList<>();
    Map<Integer, Long> next = new TreeMap<>();
    begins.forEach((p, begin) -> next.put(p.partition(), begin));
    while (page.size() < limit) {
      Optional<ConsumerRecord<byte[], byte[]>> oldest =
          found.values().stream()
              .filter(queue -> !queue.isEmpty())
              .map(Deque::peek)
              .min(
                  Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(
                          ConsumerRecord::timestamp)
                      .thenComparing(ConsumerRecord::partition));
      if (oldest.isEmpty()) {
        break;
      }
      ConsumerRecord<byte[], byte[]> record = oldest.get();
      found.get(new TopicPartition(record.topic(), record.partition())).remove();
      page.add(record);
      next.put(record.partition(), record.offset() + 1);
    }
    boolean more =
        ends.entrySet().stream().anyMatch(e -> next.get(e.getKey().partition()) < e.getValue());
    return new Page(page, more && !page.isEmpty() ? next : Map.of());
  }

  /** As a word that can be typed: {@code 0=12,1=9}. */
  public static String word(Map<Integer, Long> next) {
    return next.isEmpty() ? null : Offsets.format(next);
  }
}
