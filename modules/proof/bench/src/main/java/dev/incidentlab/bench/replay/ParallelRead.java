package dev.incidentlab.bench.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a whole topic with several threads, the partitions dealt out among them.
 *
 * @param client what a Kafka client needs to connect
 * @param threads one consumer each
 */
record ParallelRead(Properties client, String topic, Published published, int threads) {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration SILENCE = Duration.ofSeconds(20);

  /** Is handed the records of one thread, each partition's in the order of its offsets. */
  interface Visitor {
    void visit(ConsumerRecord<byte[], byte[]> record) throws Exception;

    /** No more come. */
    default void end() throws Exception {}
  }

  /**
   * Reads from offset 0 to the ends.
   *
   * @param visitors makes a visitor for each thread
   * @return seconds of wall time
   * @throws IllegalStateException if it did not read every record
   */
  double run(Supplier<Visitor> visitors) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long began = System.nanoTime();
      List<Future<Long>> reads = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        reads.add(pool.submit(() -> read(ends(thread), visitors.get())));
      }
      long records = 0;
      for (Future<Long> read : reads) {
        records += read.get();
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      if (records != published.records()) {
        throw new IllegalStateException(
            "%,d records of %s were read, %,d were published"
                .formatted(records, topic, published.records()));
      }
      return seconds;
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot read " + topic + ": " + e.getCause(), e);
    } finally {
      pool.shutdownNow();
    }
  }

  private Map<TopicPartition, Long> ends(int thread) {
    return published.ends().entrySet().stream()
        .filter(end -> end.getKey() % threads == thread)
        .collect(
            Collectors.toMap(end -> new TopicPartition(topic, end.getKey()), Map.Entry::getValue));
  }

  private long read(Map<TopicPartition, Long> ends, Visitor visitor) throws Exception {
    long records = 0;
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      long wanted = ends.values().stream().mapToLong(Long::longValue).sum();
      long lastRecord = System.nanoTime();
      while (records < wanted) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          visitor.visit(record);
          records++;
          lastRecord = System.nanoTime();
        }
        if (System.nanoTime() - lastRecord > SILENCE.toNanos()) {
          throw new IllegalStateException(
              "the broker gave no record for %d s".formatted(SILENCE.toSeconds()));
        }
      }
    }
    visitor.end();
    return records;
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Properties settings = new Properties();
    settings.putAll(client);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
    // As the replay has it: with the default a bounded read stalls once one partition is at its
    // end.
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
