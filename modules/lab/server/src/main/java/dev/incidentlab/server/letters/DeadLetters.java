package dev.incidentlab.server.letters;

import dev.incidentlab.api.LetterAnswers.DecodedField;
import dev.incidentlab.api.LetterAnswers.Decoding;
import dev.incidentlab.schema.DecodingTrace;
import dev.incidentlab.schema.RegistryDecoder;
import dev.incidentlab.schema.RegistryUnavailableException;
import dev.incidentlab.schema.SchemaRegistry;
import dev.incidentlab.schema.SchemaRegistry.SubjectVersion;
import dev.incidentlab.schema.UndecodableException;
import dev.incidentlab.schema.WireFormat;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.KafkaTopics;
import dev.incidentlab.server.adapter.Tables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The dead letters of all pipelines. Safe for many threads. */
public final class DeadLetters {
  private final KafkaTopics topics;
  private final Tables tables;
  private final SchemaRegistry registry;
  private final Map<IngestPipeline, LetterTopic> open = new ConcurrentHashMap<>();

  public DeadLetters(KafkaTopics topics, Tables tables, SchemaRegistry registry) {
    this.topics = topics;
    this.tables = tables;
    this.registry = registry;
  }

  /** All letters of a pipeline, by number. */
  public List<Letter> letters(IngestPipeline pipeline) {
    return content(pipeline).letters();
  }

  /** Records of the dead-letter topic that do not say what they are about. */
  public long undocumented(IngestPipeline pipeline) {
    return content(pipeline).undocumented();
  }

  /** How many letters stand for their records. */
  public long unresolved(IngestPipeline pipeline) {
    return letters(pipeline).stream().filter(l -> !l.resolved()).count();
  }

  /**
   * The letter about one record. A topic that was made again uses the same positions again; then it
   * is the letter of the topic as it is now, if there is one.
   *
   * @param verb for the message
   * @throws IllegalArgumentException if there is none
   */
  public Letter letter(String verb, IngestPipeline pipeline, LetterPosition position) {
    String topicId = topicId(pipeline);
    return letters(pipeline).stream()
        .filter(l -> l.position().equals(position))
        .max(Comparator.comparing((Letter l) -> l.topicId().equals(topicId)))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: %s has no letter about %s; `./lab dead-letters list --table %s --all` shows what it has"
                        .formatted(verb, pipeline.deadLetterTopic(), position, pipeline.table())));
  }

  /** The newest copy of a letter, as it lies in the dead-letter topic. */
  public ConsumerRecord<byte[], byte[]> record(IngestPipeline pipeline, Letter letter) {
    return records(pipeline, new TreeSet<>(List.of(letter.newest()))).get(letter.newest());
  }

  /** The record as each registered version reads it, and as the registry says by its id. */
  public List<Decoding> decodings(IngestPipeline pipeline, byte[] value) {
    List<Decoding> decodings = new ArrayList<>();
    for (SubjectVersion version : registry.versions(pipeline.subject())) {
      decodings.add(
          decoding("v" + version.version(), DecodingTrace.of(value, version.schema()), null));
    }
    decodings.add(byRegistry(pipeline, value));
    return decodings;
  }

  /** A schema that accounts for every byte is not all: the declared reader must know it. */
  private Decoding byRegistry(IngestPipeline pipeline, byte[] value) {
    String by = "registry";
    DecodingTrace trace = DecodingTrace.failed(value, null);
    try {
      int id = WireFormat.schemaId(value);
      by = "registry, id " + id;
      trace = DecodingTrace.of(value, registry.byId(id));
      decoder(pipeline).decode(value);
      return decoding(by, trace, null);
    } catch (UndecodableException e) {
      return decoding(by, trace, e.reason() + ": " + e.getMessage());
    } catch (RegistryUnavailableException e) {
      return decoding(by, trace, e.getMessage());
    }
  }

  private static Decoding decoding(String by, DecodingTrace trace, String error) {
    return new Decoding(
        by,
        trace.fields().stream()
            .map(f -> new DecodedField(f.name(), f.value(), f.from(), f.to()))
            .toList(),
        trace.error() == null ? error : trace.error(),
        trace.stoppedAt(),
        trace.unread());
  }

  /** The decoder of the pipeline's jobs while the flag says {@code registry}. */
  RegistryDecoder decoder(IngestPipeline pipeline) {
    return new RegistryDecoder(registry, pipeline.contract(), tables.readerVersion(pipeline));
  }

  String topicId(IngestPipeline pipeline) {
    return topics.topicId(pipeline).toString();
  }

  SortedMap<Long, ConsumerRecord<byte[], byte[]>> records(
      IngestPipeline pipeline, SortedSet<Long> offsets) {
    return topic(pipeline).records(offsets);
  }

  private LetterTopic.Content content(IngestPipeline pipeline) {
    return topic(pipeline).content(topics.deadLettersEnd(pipeline));
  }

  private LetterTopic topic(IngestPipeline pipeline) {
    return open.computeIfAbsent(
        pipeline, p -> new LetterTopic(p.deadLetterTopic(), topics.access()));
  }
}
