package dev.incidentlab.server.letters;

import dev.incidentlab.api.LetterAnswers.TriedLetter;
import dev.incidentlab.ingest.OffsetSelection;
import dev.incidentlab.ingest.RedriveJob;
import dev.incidentlab.ingest.ReplayReport;
import dev.incidentlab.ingest.flags.IngestFlags.DecoderKind;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.EventDecoder;
import dev.incidentlab.schema.PinnedDecoder;
import dev.incidentlab.schema.StreamDecoder;
import dev.incidentlab.schema.UndecodableException;
import dev.incidentlab.server.adapter.FlinkRest;
import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import dev.incidentlab.server.adapter.IngestJobs;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.LineageFeed;
import dev.incidentlab.server.adapter.Tables;
import dev.incidentlab.warehouse.lineage.TablePipeline.Way;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Redrives: which letters are meant, what would become of them, and running them as a Flink job.
 */
public final class Redrives {
  private static final String VERB = "dead-letters redrive";
  private static final String ID_PREFIX = "redrive-";

  private final DeadLetters deadLetters;
  private final Tables tables;
  private final IngestJobs jobs;
  private final FlinkRest flink;
  private final LineageFeed lineage;

  public Redrives(
      DeadLetters deadLetters,
      Tables tables,
      IngestJobs jobs,
      FlinkRest flink,
      LineageFeed lineage) {
    this.deadLetters = deadLetters;
    this.tables = tables;
    this.jobs = jobs;
    this.flink = flink;
    this.lineage = lineage;
  }

  /**
   * Which letters are meant.
   *
   * @param letter this one; any if empty
   * @param reason only those of this reason; of any if empty
   * @param limit at most so many
   */
  public record Wanted(Optional<LetterPosition> letter, Optional<String> reason, int limit) {}

  /**
   * The letters to try.
   *
   * @param letters by number; at least one
   * @param ahead how many were left out because ingest has not committed past their records
   */
  public record Selection(List<Letter> letters, long ahead) {
    private TreeSet<Long> offsets() {
      return letters.stream().map(Letter::newest).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The name of a redrive. */
  public static String id(int number) {
    return ID_PREFIX + number;
  }

  /** A redrive that runs on the cluster, whoever started it. */
  public Optional<FlinkJob> running() throws InterruptedException {
    return flink.jobs().stream()
        .filter(job -> job.name().startsWith(ID_PREFIX) && !job.ended())
        .findFirst();
  }

  /**
   * Finds the letters.
   *
   * @throws IllegalArgumentException if there are none, with the reason
   */
  public Selection select(IngestPipeline pipeline, Wanted wanted) {
    List<Letter> candidates =
        wanted
            .letter()
            .map(position -> List.of(one(pipeline, position)))
            .orElseGet(() -> unresolved(pipeline, wanted.reason()));
    Map<Integer, Long> positions = tables.positions(pipeline);
    // Past its position ingest still has to come, and would append the same rows.
    List<Letter> passed =
        candidates.stream()
            .filter(l -> l.position().offset() < positions.get(l.position().partition()))
            .toList();
    if (passed.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: ingest has not committed past any of the %,d letters yet; wait with `./lab lag --wait`, then redrive them"
              .formatted(VERB, candidates.size()));
    }
    return new Selection(
        passed.stream().limit(wanted.limit()).toList(), candidates.size() - passed.size());
  }

  private Letter one(IngestPipeline pipeline, LetterPosition position) {
    Letter letter = deadLetters.letter(VERB, pipeline, position);
    if (letter.resolved()) {
      throw new IllegalArgumentException(
          "%s: the letter about %s is resolved already: %s by %s; there is nothing to do for it"
              .formatted(VERB, position, letter.resolution(), letter.resolvedBy()));
    }
    String topicId = deadLetters.topicId(pipeline);
    if (!letter.topicId().equals(topicId)) {
      throw new IllegalArgumentException(
          "%s: the letter about %s is of topic id %s, but %s has id %s now: the topic was made again, and the record went with the old one"
              .formatted(VERB, position, letter.topicId(), pipeline.topic(), topicId));
    }
    return letter;
  }

  private List<Letter> unresolved(IngestPipeline pipeline, Optional<String> reason) {
    String topicId = deadLetters.topicId(pipeline);
    List<Letter> letters =
        deadLetters.letters(pipeline).stream()
            .filter(l -> !l.resolved() && l.topicId().equals(topicId))
            .filter(l -> reason.isEmpty() || reason.get().equals(l.reason()))
            .toList();
    if (letters.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: %s has no unresolved letter%s; `./lab dead-letters list --table %s --all` shows what it has"
              .formatted(
                  VERB,
                  pipeline.deadLetterTopic(),
                  reason.map(r -> " of reason " + r).orElse(""),
                  pipeline.table()));
    }
    return letters;
  }

  /**
   * Decodes the letters here, with what the pipeline's jobs would use, and writes nothing.
   *
   * @param decoder variant of the decoder's flag
   */
  public List<TriedLetter> tryOut(IngestPipeline pipeline, Selection selection, String decoder) {
    EventDecoder decoding =
        switch (DecoderKind.of(decoder)) {
          case REGISTRY -> deadLetters.decoder(pipeline);
          case PINNED -> new PinnedDecoder(schema(pipeline));
          case STREAM -> new StreamDecoder(schema(pipeline));
        };
    SortedMap<Long, ConsumerRecord<byte[], byte[]>> records =
        deadLetters.records(pipeline, selection.offsets());
    List<TriedLetter> tried = new ArrayList<>();
    for (Letter letter : selection.letters()) {
      String position = letter.position().toString();
      try {
        decoding.decode(records.get(letter.newest()).value());
        tried.add(new TriedLetter(position, null, null));
      } catch (UndecodableException e) {
        tried.add(new TriedLetter(position, e.reason().name(), e.getMessage()));
      }
    }
    return tried;
  }

  private Schema schema(IngestPipeline pipeline) {
    return Contracts.load(pipeline.contract(), tables.readerVersion(pipeline));
  }

  /**
   * Runs a redrive to its end and returns what it did.
   *
   * @param who for the resolutions
   * @param rate letters a second; no limit if empty
   */
  public ReplayReport run(
      String redriveId,
      IngestPipeline pipeline,
      Selection selection,
      String who,
      Optional<Double> rate)
      throws InterruptedException {
    List<String> arguments = new ArrayList<>(jobs.options(pipeline).toArguments());
    arguments.addAll(
        List.of(
            "--redrive-id",
            redriveId,
            "--letters",
            OffsetSelection.of(selection.offsets()).toString(),
            "--resolved-by",
            redriveId + " of " + who));
    rate.ifPresent(r -> arguments.addAll(List.of("--rate", String.valueOf(r))));
    String jobId = flink.run(jobs.jarId(), RedriveJob.class.getName(), arguments, null);
    return lineage.bounded(pipeline, Way.REDRIVE, jobId, () -> await(jobId, redriveId, pipeline));
  }

  private ReplayReport await(String jobId, String redriveId, IngestPipeline pipeline)
      throws InterruptedException {
    flink.awaitFinished(
        jobId,
        redriveId,
        "letters that it did not resolve may be redriven again, rows that it brought stay");
    try {
      return ReplayReport.read(tables.directory(pipeline), redriveId)
          .orElseThrow(() -> new IllegalStateException(redriveId + " left no report"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the report of " + redriveId, e);
    }
  }
}
