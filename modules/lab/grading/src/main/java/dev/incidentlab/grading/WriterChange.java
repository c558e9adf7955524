package dev.incidentlab.grading;

import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.grading.TopicReader.TopicState;
import dev.incidentlab.producer.ledger.LedgerRecord;
import dev.incidentlab.schema.SchemaDiff;
import dev.incidentlab.schema.UndecodableException;
import dev.incidentlab.schema.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where the writers of a topic changed their schema, from the schema ids that its records carry.
 * Records that the ledger has as undecodable carry an id by accident and do not count.
 *
 * @param versions contract versions that were written, as the ledger has them at those records
 * @param fields fields that differ between the first schema and a later one
 * @param firstOffsets by partition: the first record with another id than the partition's first;
 *     without partitions that have none
 */
record WriterChange(Set<Integer> versions, Set<String> fields, Map<Integer, Long> firstOffsets) {

  /** Takes the schema ids out of a topic's events. */
  private static final class Ids implements TopicReader.Visitor {
    private final EventIndex events;
    private final Map<Integer, Integer> firstId = new TreeMap<>();
    private final Map<Integer, Long> firstOffset = new TreeMap<>();
    private final Map<Integer, Integer> laterId = new TreeMap<>();
    private final Map<Integer, Long> laterOffset = new TreeMap<>();

    Ids(EventIndex events) {
      this.events = events;
    }

    @Override
    public void visit(int partition, long offset, ByteBuffer value) {
      int record = events.at(partition, offset);
      if (laterId.containsKey(partition) || record == EventIndex.NONE || events.isPoison(record)) {
        return;
      }
      byte[] header = new byte[Math.min(value.remaining(), WireFormat.HEADER_LENGTH)];
      value.duplicate().get(header);
      int id;
      try {
        id = WireFormat.schemaId(header);
      } catch (UndecodableException e) {
        throw new GradingException(
            "the record at partition %d offset %d is an event in the ledger and has no frame in the topic"
                .formatted(partition, offset),
            e);
      }
      Integer first = firstId.putIfAbsent(partition, id);
      firstOffset.putIfAbsent(partition, offset);
      if (first != null && first != id) {
        laterId.put(partition, id);
        laterOffset.put(partition, offset);
      }
    }
  }

  /** Only which offsets are events counts here, not what a reader makes of them. */
  private static final int ANY_VERSION = 1;

  /**
   * Reads the topic up to a moment.
   *
   * @throws ObservationException if the topic is not the one that the ledger is about, or lost
   *     records, or there is no registry to ask
   */
  static WriterChange upTo(Session session, Subject subject, Moment moment)
      throws IOException, ObservationException {
    Map<Integer, Long> ends = moment.ends(subject);
    refuseAnotherTopic(session, subject);
    Ids ids =
        new Ids(EventIndex.load(session.ledger().ledgers(subject.topic()), ends, ANY_VERSION));
    session.topics().read(subject.topic(), ends, ids);
    if (ids.firstId.isEmpty()) {
      throw new ObservationException(
          "%s has no event, so whether its writers changed cannot be told"
              .formatted(subject.topic()));
    }
    Set<Integer> versions = new TreeSet<>();
    for (Map<Integer, Long> offsets : List.of(ids.firstOffset, ids.laterOffset)) {
      for (Map.Entry<Integer, Long> one : offsets.entrySet()) {
        versions.add(version(session, subject, one.getKey(), one.getValue()));
      }
    }
    return new WriterChange(versions, fields(session, ids), ids.laterOffset);
  }

  private static void refuseAnotherTopic(Session session, Subject subject)
      throws ObservationException {
    String published = TopicIds.text(session.ledger().topicId(subject.topic()));
    Optional<TopicState> now = session.topics().state(subject.topic());
    if (now.isEmpty() || !now.get().id().equals(published)) {
      throw new ObservationException(
          "topic %s is not the one that was published to: its id was %s and is %s"
              .formatted(subject.topic(), published, now.map(TopicState::id).orElse("none")));
    }
  }

  private static int version(Session session, Subject subject, int partition, long offset)
      throws IOException, ObservationException {
    return session
        .ledger()
        .ledger(subject.topic(), partition)
        .at(offset)
        .map(LedgerRecord::schemaVersion)
        .orElseThrow(() -> new ObservationException("the ledger lost offset " + offset));
  }

  private static Set<String> fields(Session session, Ids ids) throws ObservationException {
    ExpectedRows.WriterSchemas schemas =
        session.schemas().orElseThrow(() -> new ObservationException("no registry was given"));
    Set<String> fields = new TreeSet<>();
    Map<Integer, Integer> pairs = new HashMap<>();
    ids.laterId.forEach((partition, later) -> pairs.put(later, ids.firstId.get(partition)));
    try {
      for (Map.Entry<Integer, Integer> pair : pairs.entrySet()) {
        SchemaDiff.between(schemas.byId(pair.getValue()), schemas.byId(pair.getKey()))
            .forEach(change -> fields.add(change.field()));
      }
      return fields;
    } catch (UndecodableException e) {
      throw new ObservationException("a writer's schema is not to be had: " + e.getMessage(), e);
    }
  }
}
