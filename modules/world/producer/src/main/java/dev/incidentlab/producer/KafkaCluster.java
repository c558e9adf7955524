package dev.incidentlab.producer;

import dev.incidentlab.producer.ledger.LedgerHeader;
import dev.incidentlab.schema.ClientConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The Kafka cluster that is published to, and the clients' configuration. */
final class KafkaCluster {
  private static final int BATCH_BYTES = 256 * 1024;
  private static final int LINGER_MILLIS = 5;
  private static final long BUFFER_BYTES = 32L * 1024 * 1024;

  /** How long a broker may be away, for instance killed in a drill, before publishing fails. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(5);

  private final Properties common = new Properties();
  private final Map<String, String> namesOnCluster;

  /**
   * @param config settings that go before the cluster's address and before what publishing needs to
   *     be safe, which they cannot change
   * @param prefix what goes before a topic's name on the cluster
   */
  KafkaCluster(String bootstrap, ClientConfig config, String prefix) {
    common.putAll(config.kafka());
    common.put("bootstrap.servers", bootstrap);
    namesOnCluster =
        Topics.names().stream().collect(Collectors.toMap(topic -> topic, topic -> prefix + topic));
  }

  /**
   * The partitions to publish to, each topic's in ascending order.
   *
   * @throws IOException if Kafka does not answer, or a topic is missing or has another number of
   *     partitions
   */
  List<LedgerHeader> partitions() throws IOException, InterruptedException {
    Properties config = copy();
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ADMIN_TIMEOUT.toMillis());
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ADMIN_TIMEOUT.toMillis());
    try (Admin admin = Admin.create(config)) {
      Map<String, TopicDescription> topics =
          admin
              .describeTopics(namesOnCluster.values())
              .allTopicNames()
              .get(ADMIN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      List<LedgerHeader> partitions = new ArrayList<>();
      for (String topic : Topics.names()) {
        partitions.addAll(partitions(topic, topics.get(namesOnCluster.get(topic))));
      }
      return partitions;
    } catch (ExecutionException e) {
      throw new IOException(
          "Kafka at %s does not have the topics %s: %s"
              .formatted(bootstrap(), namesOnCluster.values(), e.getCause().getMessage()),
          e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("Kafka at %s does not answer".formatted(bootstrap()), e);
    }
  }

  private static List<LedgerHeader> partitions(String topic, TopicDescription found)
      throws IOException {
    int wanted = Topics.PARTITIONS.get(topic);
    if (found.partitions().size() != wanted) {
      throw new IOException(
          "topic %s has %d partitions; the producer needs %d: create it again with that number"
              .formatted(found.name(), found.partitions().size(), wanted));
    }
    UUID id =
        new UUID(
            found.topicId().getMostSignificantBits(), found.topicId().getLeastSignificantBits());
    List<LedgerHeader> partitions = new ArrayList<>();
    for (int partition = 0; partition < wanted; partition++) {
      partitions.add(new LedgerHeader(topic, partition, id));
    }
    return partitions;
  }

  /** A producer that neither loses, doubles nor reorders records of a partition. */
  Producer<byte[], byte[]> producer() {
    Properties config = copy();
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    config.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    config.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    config.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return new KafkaProducer<>(config);
  }

  /** A consumer without a group, for partitions that are assigned to it. */
  Consumer<byte[], byte[]> consumer() {
    Properties config = copy();
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    config.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return new KafkaConsumer<>(config);
  }

  private Properties copy() {
    Properties config = new Properties();
    config.putAll(common);
    return config;
  }

  private String bootstrap() {
    return common.getProperty("bootstrap.servers");
  }
}
