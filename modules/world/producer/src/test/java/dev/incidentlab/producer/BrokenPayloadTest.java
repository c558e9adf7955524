package dev.incidentlab.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.producer.ledger.LedgerKind;
import dev.incidentlab.producer.ledger.LedgerRecord;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.StreamDecoder;
import dev.incidentlab.schema.UndecodableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a stream-fed decoder, with the naive catch around it, makes of real records among which some
 * are broken. It does not depend on how a subtask's partitions come to interleave.
 */
class BrokenPayloadTest {
  private static final int BROKEN = 3;

  @TempDir Path directory;

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void eachBecomesAFabricatedRowAndCostsAGoodOne(int seed) throws IOException {
    Progress progress = Progress.atStart(seed, Workshop.RATE, Workshop.START);
    try (Workshop workshop = Workshop.with(directory, Workshop.autoComplete(), progress)) {
      workshop.upstream.advance(Workshop.at(10));
      workshop.upstream.poison(
          Poison.Kind.BROKEN_PAYLOAD, Topics.AD_EVENTS, Workshop.at(10), BROKEN);
      workshop.upstream.advance(Workshop.at(20));
      Set<UUID> published =
          workshop.ledgered(Topics.AD_EVENTS).stream()
              .filter(r -> r.kind() == LedgerKind.EVENT)
              .map(LedgerRecord::eventId)
              .collect(Collectors.toSet());

      Set<UUID> ids = new HashSet<>();
      for (List<byte[]> subtask : subtasks(workshop, new Random(seed))) {
        ids.addAll(idsOf(subtask));
      }

      Set<UUID> fabricated = new HashSet<>(ids);
      fabricated.removeAll(published);
      Set<UUID> lost = new HashSet<>(published);
      lost.removeAll(ids);
      assertThat(fabricated).hasSize(BROKEN);
      assertThat(lost).hasSize(BROKEN);
    }
  }

  /** Two subtasks of two partitions each, of which the records come in any order. */
  private static List<List<byte[]>> subtasks(Workshop workshop, Random random) {
    List<List<byte[]>> subtasks = List.of(new ArrayList<>(), new ArrayList<>());
    List<List<byte[]>> partitions = new ArrayList<>();
    for (int p = 0; p < Topics.PARTITIONS.get(Topics.AD_EVENTS); p++) {
      int partition = p;
      partitions.add(
          new ArrayList<>(
              workshop.kafka.history().stream()
                  .filter(r -> r.topic().equals(Topics.AD_EVENTS) && r.partition() == partition)
                  .map(ProducerRecord::value)
                  .toList()));
    }
    while (partitions.stream().anyMatch(p -> !p.isEmpty())) {
      int from = random.nextInt(partitions.size());
      List<byte[]> rest = partitions.get(from);
      int batch = Math.min(rest.size(), 1 + random.nextInt(20));
      subtasks.get(from % 2).addAll(rest.subList(0, batch));
      rest.subList(0, batch).clear();
    }
    return subtasks;
  }

  private static Set<UUID> idsOf(List<byte[]> records) {
    StreamDecoder decoder = new StreamDecoder(Contracts.load(Contracts.AD_EVENT, 1));
    Set<UUID> ids = new HashSet<>();
    for (byte[] record : records) {
      try {
        ids.add(UUID.fromString(decoder.decode(record).get("event_id").toString()));
      } catch (UndecodableException e) {
        assertThat(e.reason()).isEqualTo(UndecodableException.Reason.MALFORMED);
      }
    }
    return ids;
  }
}
