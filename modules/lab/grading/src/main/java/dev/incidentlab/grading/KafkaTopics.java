package dev.incidentlab.grading;

import dev.incidentlab.drill.ObservationException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Topics and dead letters of a Kafka cluster. Each call opens and closes its own client. */
final class KafkaTopics implements TopicReader, DeadLetterReader {
  /** Set on a letter, by whoever wrote it; values are UTF-8 text. */
  private static final String TOPIC = "__connect.errors.topic";

  private static final String PARTITION = "__connect.errors.partition";
  private static final String OFFSET = "__connect.errors.offset";
  private static final String TOPIC_ID = "__incidentlab.errors.topic.id";

  /** Set on a record that says how the letter of the same topic id and position was dealt with. */
  private static final String RESOLUTION = "__incidentlab.errors.resolution";

  private static final Duration POLL = Duration.ofMillis(200);

  /** A read that gets nothing for this long has failed: the broker is there and silent. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  private static final String UNCOMMITTED = "read_uncommitted";
  private static final String COMMITTED = "read_committed";

  private final Map<String, Object> properties;
  private final String prefix;

  KafkaTopics(KafkaAccess access) {
    this.properties = access.properties();
    this.prefix = access.namePrefix();
  }

  @Override
  public Optional<TopicState> state(String topic) throws ObservationException {
    Optional<TopicDescription> description = describe(topic);
    if (description.isEmpty()) {
      return Optional.empty();
    }
    List<TopicPartition> partitions = partitions(description.get());
    try (Consumer<byte[], ByteBuffer> consumer =
        consumer(new ByteBufferDeserializer(), UNCOMMITTED)) {
      return Optional.of(
          new TopicState(
              description.get().topicId().toString(),
              byNumber(consumer.beginningOffsets(partitions)),
              byNumber(consumer.endOffsets(partitions))));
    } catch (KafkaException e) {
      throw cannotRead(topic, e);
    }
  }

  @Override
  public void read(String topic, Map<Integer, Long> ends, Visitor visitor)
      throws ObservationException {
    try (Consumer<byte[], ByteBuffer> consumer =
        consumer(new ByteBufferDeserializer(), UNCOMMITTED)) {
      Map<TopicPartition, Long> wanted = new HashMap<>();
      ends.forEach(
          (partition, end) -> wanted.put(new TopicPartition(prefix + topic, partition), end));
      readTo(
          consumer,
          wanted,
          record -> visitor.visit(record.partition(), record.offset(), record.value()));
    } catch (KafkaException e) {
      throw cannotRead(topic, e);
    }
  }

  @Override
  public Optional<byte[]> value(String topic, int partition, long offset)
      throws ObservationException {
    TopicPartition one = new TopicPartition(prefix + topic, partition);
    try (Consumer<byte[], byte[]> consumer = consumer(new ByteArrayDeserializer(), UNCOMMITTED)) {
      consumer.assign(List.of(one));
      if (consumer.endOffsets(List.of(one)).get(one) <= offset
          || consumer.beginningOffsets(List.of(one)).get(one) > offset) {
        return Optional.empty();
      }
      consumer.seek(one, offset);
      long start = System.nanoTime();
      while (System.nanoTime() - start < SILENCE.toNanos()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          return record.offset() == offset ? Optional.ofNullable(record.value()) : Optional.empty();
        }
      }
      throw silent(one.toString());
    } catch (KafkaException e) {
      throw cannotRead(topic, e);
    }
  }

  @Override
  public List<Letter> read(Subject subject) throws ObservationException {
    String topic = subject.deadLetterTopic();
    Optional<TopicDescription> description = describe(topic);
    if (description.isEmpty()) {
      return List.of();
    }
    List<Letter> letters = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = consumer(new ByteArrayDeserializer(), COMMITTED)) {
      readTo(
          consumer,
          consumer.endOffsets(partitions(description.get())),
          record -> {
            String about = header(record, TOPIC);
            if (about.isEmpty() || about.equals(prefix + subject.topic())) {
              letters.add(letter(record));
            }
          });
      return letters;
    } catch (KafkaException e) {
      throw cannotRead(topic, e);
    }
  }

  private interface RecordVisitor<V> {
    void visit(ConsumerRecord<byte[], V> record);
  }

  private <V> void readTo(
      Consumer<byte[], V> consumer, Map<TopicPartition, Long> ends, RecordVisitor<V> visitor)
      throws ObservationException {
    consumer.assign(ends.keySet());
    consumer.seekToBeginning(ends.keySet());
    List<TopicPartition> open = new ArrayList<>(ends.keySet());
    open.removeIf(p -> consumer.position(p) >= ends.get(p));
    long lastRecord = System.nanoTime();
    while (!open.isEmpty()) {
      for (ConsumerRecord<byte[], V> record : consumer.poll(POLL)) {
        if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
          visitor.visit(record);
        }
        lastRecord = System.nanoTime();
      }
      // By position and not by the last record seen: the last offset may be a transaction's marker.
      if (open.removeIf(p -> consumer.position(p) >= ends.get(p))) {
        consumer.pause(ends.keySet().stream().filter(p -> !open.contains(p)).toList());
        lastRecord = System.nanoTime();
      }
      if (System.nanoTime() - lastRecord > SILENCE.toNanos()) {
        throw silent(open.toString());
      }
    }
  }

  private static Letter letter(ConsumerRecord<byte[], byte[]> record) {
    return new Letter(
        header(record, TOPIC).isEmpty() ? "" : header(record, TOPIC_ID),
        (int) number(header(record, PARTITION)),
        number(header(record, OFFSET)),
        header(record, RESOLUTION));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? ""
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  /** Negative for what is no offset: the letter then does not say what it is about. */
  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private Optional<TopicDescription> describe(String topic) throws ObservationException {
    String name = prefix + topic;
    try (Admin admin = Admin.create(properties)) {
      return Optional.of(admin.describeTopics(List.of(name)).allTopicNames().get().get(name));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw cannotRead(topic, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cannotRead(topic, e);
    } catch (KafkaException e) {
      throw cannotRead(topic, e);
    }
  }

  private <V> Consumer<byte[], V> consumer(Deserializer<V> values, String isolation) {
    Map<String, Object> settings = new HashMap<>(properties);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
    // With the default of half a second a bounded read stalls once one partition is at its end.
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), values);
  }

  private static List<TopicPartition> partitions(TopicDescription description) {
    return description.partitions().stream()
        .map(p -> new TopicPartition(description.name(), p.partition()))
        .toList();
  }

  private static Map<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
    Map<Integer, Long> result = new HashMap<>();
    offsets.forEach((partition, offset) -> result.put(partition.partition(), offset));
    return result;
  }

  private static ObservationException silent(String what) {
    return new ObservationException(
        "the broker gave no record of %s for %d s; is it running?"
            .formatted(what, SILENCE.toSeconds()));
  }

  private static ObservationException cannotRead(String topic, Throwable cause) {
    return new ObservationException(
        "cannot read topic %s: %s".formatted(topic, Reasons.of(cause)), cause);
  }
}
