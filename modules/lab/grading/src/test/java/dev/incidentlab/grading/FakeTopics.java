package dev.incidentlab.grading;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Topics and dead letters in memory. */
final class FakeTopics implements TopicReader, DeadLetterReader {
  private final Map<String, UUID> ids = new HashMap<>();
  private final Map<String, Map<Integer, TreeMap<Long, byte[]>>> records = new HashMap<>();
  private final Map<String, List<Letter>> letters = new HashMap<>();
  private Runnable afterNextState = () -> {};

  /** Happens once, right after the next look at a topic's state. */
  synchronized void afterNextState(Runnable whatHappens) {
    afterNextState = whatHappens;
  }

  synchronized void create(String topic, UUID id, int partitions) {
    ids.put(topic, id);
    Map<Integer, TreeMap<Long, byte[]>> empty = new HashMap<>();
    for (int p = 0; p < partitions; p++) {
      empty.put(p, new TreeMap<>());
    }
    records.put(topic, empty);
  }

  synchronized void delete(String topic) {
    ids.remove(topic);
    records.remove(topic);
  }

  synchronized void put(String topic, int partition, long offset, byte[] value) {
    records.get(topic).get(partition).put(offset, value);
  }

  synchronized void remove(String topic, int partition, long offset) {
    records.get(topic).get(partition).remove(offset);
  }

  synchronized void addLetter(String deadLetterTopic, Letter letter) {
    letters.computeIfAbsent(deadLetterTopic, topic -> new ArrayList<>()).add(letter);
  }

  @Override
  public synchronized Optional<TopicState> state(String topic) {
    if (!ids.containsKey(topic)) {
      return Optional.empty();
    }
    Map<Integer, Long> starts = new HashMap<>();
    Map<Integer, Long> ends = new HashMap<>();
    records
        .get(topic)
        .forEach(
            (partition, values) -> {
              starts.put(partition, values.isEmpty() ? 0L : values.firstKey());
              ends.put(partition, values.isEmpty() ? 0L : values.lastKey() + 1);
            });
    Runnable then = afterNextState;
    afterNextState = () -> {};
    then.run();
    return Optional.of(new TopicState(TopicIds.text(ids.get(topic)), starts, ends));
  }

  @Override
  public synchronized void read(String topic, Map<Integer, Long> ends, Visitor visitor) {
    ends.forEach(
        (partition, end) ->
            records
                .get(topic)
                .get(partition)
                .headMap(end)
                .forEach((offset, value) -> visitor.visit(partition, offset, wrap(value))));
  }

  @Override
  public synchronized Optional<byte[]> value(String topic, int partition, long offset) {
    return Optional.ofNullable(records.get(topic).get(partition).get(offset));
  }

  @Override
  public synchronized List<Letter> read(Subject subject) {
    return List.copyOf(letters.getOrDefault(subject.deadLetterTopic(), List.of()));
  }

  private static ByteBuffer wrap(byte[] value) {
    return value == null ? null : ByteBuffer.wrap(value);
  }
}
