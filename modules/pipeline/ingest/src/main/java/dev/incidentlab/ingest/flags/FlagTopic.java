package dev.incidentlab.ingest.flags;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compacted topic of one partition that holds the flags: key is the flag's name, value its
 * {@link FlagDefinition}. The latest record of a key wins.
 */
public final class FlagTopic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FlagTopic.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final String topic;
  private final Properties client;
  private final Map<String, FlagDefinition> read = new TreeMap<>();
  private Consumer<byte[], byte[]> reader;

  /**
   * @param client Kafka client properties: at least {@code bootstrap.servers}
   */
  public FlagTopic(String topic, Properties client) {
    this.topic = topic;
    this.client = new Properties();
    this.client.putAll(client);
  }

  /**
   * All flags as of now, by name. The first call opens a consumer that further ones go on with:
   * making one takes longer than reading.
   */
  public synchronized Map<String, FlagDefinition> readAll() {
    if (reader == null) {
      reader = consumer();
    }
    if (reader.position(partition()) > end(reader)) {
      // The topic was made anew.
      reader.seekToBeginning(List.of(partition()));
      read.clear();
    }
    readToEnd(reader, read);
    return new TreeMap<>(read);
  }

  @Override
  public synchronized void close() {
    if (reader != null) {
      reader.close();
      reader = null;
      read.clear();
    }
  }

  /** Publishes definitions and waits until the broker has them. */
  public void put(Map<String, FlagDefinition> flags) {
    Properties p = new Properties();
    p.putAll(client);
    p.put("acks", "all");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(p, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Map.Entry<String, FlagDefinition> flag : flags.entrySet()) {
        byte[] key = flag.getKey().getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, key, flag.getValue().toJson())).get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot write flags to topic " + topic, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing flags to topic " + topic, e);
    }
  }

  /** A consumer at the topic's beginning; belongs to the caller. */
  Consumer<byte[], byte[]> consumer() {
    Properties p = new Properties();
    p.putAll(client);
    p.put("enable.auto.commit", "false");
    p.put("fetch.max.wait.ms", "50");
    Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(p, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    TopicPartition partition = partition();
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    return consumer;
  }

  /** Reads up to the end offset at the time of the call. */
  void readToEnd(Consumer<byte[], byte[]> consumer, Map<String, FlagDefinition> into) {
    long end = end(consumer);
    while (consumer.position(partition()) < end) {
      follow(consumer, into);
    }
  }

  /**
   * Takes in what has arrived.
   *
   * @return whether anything changed
   */
  boolean follow(Consumer<byte[], byte[]> consumer, Map<String, FlagDefinition> into) {
    Map<String, FlagDefinition> before = new HashMap<>(into);
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      String name = new String(record.key(), StandardCharsets.UTF_8);
      if (record.value() == null) {
        into.remove(name);
        continue;
      }
      try {
        into.put(name, FlagDefinition.fromJson(record.value()));
      } catch (IllegalArgumentException e) {
        LOG.warn("flag {} at offset {} is ignored: {}", name, record.offset(), e.getMessage());
      }
    }
    return !before.equals(into);
  }

  private long end(Consumer<byte[], byte[]> consumer) {
    return consumer.endOffsets(List.of(partition())).get(partition());
  }

  private TopicPartition partition() {
    return new TopicPartition(topic, 0);
  }
}
