package dev.incidentlab.producer.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All ledgers of one run, opened for reading. Safe for many threads. */
public final class LedgerDirectory implements Closeable {
  private final Path directory;
  private final List<LedgerReader> ledgers;

  private LedgerDirectory(Path directory, List<LedgerReader> ledgers) {
    this.directory = directory;
    this.ledgers = List.copyOf(ledgers);
  }

  /**
   * Opens every {@code *.ledger} file of a directory.
   *
   * @throws LedgerException if there is none, or one of them is no ledger
   */
  public static LedgerDirectory open(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(directory)) {
      files =
          entries.filter(f -> f.getFileName().toString().endsWith(LedgerFormat.SUFFIX)).toList();
    }
    if (files.isEmpty()) {
      throw new LedgerException(
          "%s holds no ledger; name the directory that the producer got as --ledger"
              .formatted(directory));
    }
    List<LedgerReader> ledgers = new ArrayList<>();
    try {
      for (Path file : files) {
        ledgers.add(LedgerReader.open(file));
      }
    } catch (IOException | RuntimeException e) {
      closeAll(ledgers);
      throw e;
    }
    ledgers.sort(
        Comparator.comparing((LedgerReader l) -> l.header().topic())
            .thenComparing(l -> l.header().partition()));
    return new LedgerDirectory(directory, ledgers);
  }

  /** The ledgers, sorted by topic and partition. */
  public List<LedgerReader> ledgers() {
    return ledgers;
  }

  /** The ledgers of one topic, sorted by partition; empty if nothing was published to it. */
  public List<LedgerReader> ledgers(String topic) {
    return ledgers.stream().filter(l -> l.header().topic().equals(topic)).toList();
  }

  /**
   * The ledger of one topic partition.
   *
   * @throws LedgerException if there is none
   */
  public LedgerReader ledger(String topic, int partition) {
    return ledgers(topic).stream()
        .filter(l -> l.header().partition() == partition)
        .findFirst()
        .orElseThrow(
            () ->
                new LedgerException(
                    "%s holds no ledger of %s-%d; it has: %s"
                        .formatted(
                            directory,
                            topic,
                            partition,
                            ledgers.stream()
                                .map(l -> l.header().fileName())
                                .collect(Collectors.joining(", ")))));
  }

  /** The topics, sorted. */
  public List<String> topics() {
    return ledgers.stream().map(l -> l.header().topic()).distinct().toList();
  }

  /** The partitions of a topic that have a ledger, sorted. */
  public List<Integer> partitions(String topic) {
    return ledgers(topic).stream().map(l -> l.header().partition()).toList();
  }

  /** The id of a topic. */
  public UUID topicId(String topic) {
    return ledger(topic, 0).header().topicId();
  }

  /** Records of all ledgers of a topic. */
  public long count(String topic) throws IOException {
    long count = 0;
    for (LedgerReader ledger : ledgers(topic)) {
      count += ledger.count();
    }
    return count;
  }

  /** For each partition of a topic one above the last offset, 0 where nothing was published. */
  public Map<Integer, Long> endOffsets(String topic) throws IOException {
    Map<Integer, Long> ends = new TreeMap<>();
    for (LedgerReader ledger : ledgers(topic)) {
      ends.put(ledger.header().partition(), ledger.nextOffset());
    }
    return ends;
  }

  @Override
  public void close() throws IOException {
    closeAll(ledgers);
  }

  private static void closeAll(List<LedgerReader> ledgers) throws IOException {
    for (LedgerReader ledger : ledgers) {
      ledger.close();
    }
  }
}
