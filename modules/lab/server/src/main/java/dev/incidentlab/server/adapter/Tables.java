package dev.incidentlab.server.adapter;

import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.SourcePartition;
import dev.incidentlab.delta.TableSnapshot;
import dev.incidentlab.ingest.DeclaredReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The Delta tables of a lab, and how far each has come in its topic. Safe for many threads. */
public final class Tables {
  private final Path root;
  private final KafkaTopics topics;
  private final Map<String, DeltaTable> open = new ConcurrentHashMap<>();

  /**
   * @param root folder of all tables
   */
  public Tables(Path root, KafkaTopics topics) {
    this.root = root;
    this.topics = topics;
  }

  /** Makes the table of a pipeline, or opens it if it is there. */
  public DeltaTable table(IngestPipeline pipeline) {
    return open.computeIfAbsent(
        pipeline.table(), name -> pipeline.options(topics.access(), root).table());
  }

  /** The version of its contract that a pipeline's table declares now. */
  public int readerVersion(IngestPipeline pipeline) {
    return DeclaredReader.of(table(pipeline));
  }

  /**
   * Evolves a pipeline's table to a later version of its contract.
   *
   * @param who for the table's history
   * @return the newest version of the table
   * @throws IllegalArgumentException if it cannot follow, with the reason
   */
  public TableSnapshot evolve(IngestPipeline pipeline, int to, String who) {
    DeltaTable evolved = DeclaredReader.evolve(pipeline.options(topics.access(), root), to, who);
    open.put(pipeline.table(), evolved);
    return evolved.snapshot();
  }

  public KafkaTopics topics() {
    return topics;
  }

  public Path directory(IngestPipeline pipeline) {
    return pipeline.directory(root);
  }

  /** By partition the next offset that the table lacks. */
  public Map<Integer, Long> positions(IngestPipeline pipeline) {
    String topicId = topics.topicId(pipeline).toString();
    List<SourcePartition> partitions =
        IntStream.range(0, pipeline.partitions())
            .mapToObj(p -> new SourcePartition(topicId, p))
            .toList();
    Map<SourcePartition, Long> found = table(pipeline).positions(partitions);
    Map<Integer, Long> positions = new TreeMap<>();
    partitions.forEach(p -> positions.put(p.partition(), found.getOrDefault(p, 0L)));
    return positions;
  }

  /** Records that are published and not passed by the table's position. */
  public long behind(IngestPipeline pipeline) {
    Map<Integer, Long> positions = positions(pipeline);
    return topics.endOffsets(pipeline).entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - positions.get(end.getKey())))
        .sum();
  }
}
