package dev.incidentlab.server.verbs;

import dev.incidentlab.api.LetterAnswers.DeadLetter;
import dev.incidentlab.api.LetterAnswers.DeadLetterView;
import dev.incidentlab.api.LetterAnswers.DeadLetters;
import dev.incidentlab.api.LetterAnswers.LetterHeader;
import dev.incidentlab.api.LetterAnswers.Redrive;
import dev.incidentlab.api.LetterAnswers.TriedLetter;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.ingest.ReplayReport;
import dev.incidentlab.ingest.flags.IngestFlags;
import dev.incidentlab.schema.UndecodableException.Reason;
import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.letters.Letter;
import dev.incidentlab.server.letters.LetterPosition;
import dev.incidentlab.server.letters.Redrives;
import dev.incidentlab.server.letters.Redrives.Selection;
import dev.incidentlab.server.letters.Redrives.Wanted;
import dev.incidentlab.server.past.Given;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** {@code dead-letters list|show|redrive}. */
final class DeadLetterVerbs {
  private static final int PAGE = 40;
  private static final int LONGEST_PAGE = 10_000;
  private static final String WITH_HEADERS =
      "--formatter-property print.offset=true --formatter-property print.headers=true";

  private final RunState state;
  private final Supplier<Platform> platform;

  enum Which {
    UNRESOLVED,
    ALL
  }

  DeadLetterVerbs(RunState state, Supplier<Platform> platform) {
    this.state = state;
    this.platform = platform;
  }

  DeadLetters list(Arguments arguments, String who) {
    IngestPipeline pipeline = pipeline(arguments);
    Which which = arguments.choice("which", Which.class, Which.UNRESOLVED);
    int limit = arguments.wholeNumber("limit", PAGE);
    if (limit < 1 || limit > LONGEST_PAGE) {
      throw new IllegalArgumentException(
          "%s: --limit is %d; it must be from 1 to %d"
              .formatted(arguments.verb(), limit, LONGEST_PAGE));
    }
    int after = arguments.wholeNumber("after", -1);
    List<Letter> matching =
        platform.get().deadLetters().letters(pipeline).stream()
            .filter(l -> which == Which.ALL || !l.resolved())
            .toList();
    List<Letter> behind = matching.stream().filter(l -> l.number() > after).toList();
    List<Letter> page = behind.subList(0, Math.min(limit, behind.size()));
    return new DeadLetters(
        pipeline.table(),
        pipeline.deadLetterTopic(),
        which.name().toLowerCase(Locale.ROOT),
        page.stream().map(DeadLetterVerbs::view).toList(),
        matching.size(),
        matching.stream()
            .collect(Collectors.groupingBy(Letter::reason, TreeMap::new, Collectors.counting())),
        platform.get().deadLetters().undocumented(pipeline),
        page.size() < behind.size() ? (Long) page.get(page.size() - 1).number() : null,
        consumer(pipeline, "--from-beginning"));
  }

  DeadLetter show(Arguments arguments, String who) {
    String verb = arguments.verb();
    LetterPosition position = LetterPosition.parse(verb, arguments.required("letter"));
    IngestPipeline pipeline = pipeline(verb, position);
    Letter letter = platform.get().deadLetters().letter(verb, pipeline, position);
    ConsumerRecord<byte[], byte[]> record = platform.get().deadLetters().record(pipeline, letter);
    List<LetterHeader> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(
          new LetterHeader(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
    }
    byte[] value = record.value();
    return new DeadLetter(
        view(letter),
        headers,
        value == null ? null : Base64.getEncoder().encodeToString(value),
        platform.get().deadLetters().decodings(pipeline, value),
        consumer(
            pipeline, "--partition 0 --offset %d --max-messages 1".formatted(letter.newest())));
  }

  Redrive redrive(Arguments arguments, String who) throws InterruptedException {
    IngestPipeline pipeline = pipeline(arguments);
    Optional<Double> rate = rate(arguments);
    Selection selection = platform.get().redrives().select(pipeline, wanted(arguments));
    String decoder = platform.get().flags().readAll().get(IngestFlags.DECODER).defaultVariant();
    if (arguments.flag("dryRun")) {
      return dryRun(pipeline, selection, decoder);
    }
    Optional<FlinkJob> running = platform.get().redrives().running();
    if (running.isPresent()) {
      throw new Refusal(
          "%s: %s is %s; let it end, or cancel it at %s"
              .formatted(
                  arguments.verb(),
                  running.get().name(),
                  running.get().state(),
                  platform.get().flink().page(running.get().id())));
    }
    String id = Redrives.id(state.nextRedrive());
    long began = System.nanoTime();
    ReplayReport report =
        Operations.carriedOut(
            state,
            who,
            arguments.verb() + ": " + id,
            id,
            pipeline.table(),
            () -> platform.get().redrives().run(id, pipeline, selection, who, rate));
    double seconds = (System.nanoTime() - began) / 1e9;
    journal(arguments, who, id, report);
    return new Redrive(
        id,
        pipeline.table(),
        decoder,
        selection.ahead(),
        report.records(),
        report.inserted(),
        report.updated(),
        report.unchanged(),
        report.duplicates(),
        report.deadLettered(),
        List.of(),
        seconds,
        "flink run -c dev.incidentlab.ingest.RedriveJob ingest.jar --letters FROM-TO …");
  }

  private Redrive dryRun(IngestPipeline pipeline, Selection selection, String decoder) {
    long began = System.nanoTime();
    List<TriedLetter> tried = platform.get().redrives().tryOut(pipeline, selection, decoder);
    return new Redrive(
        null,
        pipeline.table(),
        decoder,
        selection.ahead(),
        tried.size(),
        0,
        0,
        0,
        0,
        tried.stream().filter(t -> t.reason() != null).count(),
        tried,
        (System.nanoTime() - began) / 1e9,
        "");
  }

  private void journal(Arguments arguments, String who, String id, ReplayReport report) {
    state
        .journal()
        .write(
            who,
            Kind.VERB,
            "%s: %s read %,d letters: %,d inserted, %,d updated, %,d unchanged, %,d still undecodable."
                .formatted(
                    arguments.verb(),
                    id,
                    report.records(),
                    report.inserted(),
                    report.updated(),
                    report.unchanged(),
                    report.deadLettered()),
            Map.of("verb", arguments.verb(), "arguments", arguments.values(), Given.ENDED, id));
  }

  private static Wanted wanted(Arguments arguments) {
    int limit = arguments.wholeNumber("limit", Integer.MAX_VALUE);
    if (limit < 1) {
      throw new IllegalArgumentException(
          "%s: --limit is %d; it must be 1 or more".formatted(arguments.verb(), limit));
    }
    return new Wanted(
        arguments.text("letter").map(text -> LetterPosition.parse(arguments.verb(), text)),
        Optional.ofNullable(arguments.choice("reason", Reason.class, null)).map(Reason::name),
        limit);
  }

  private static Optional<Double> rate(Arguments arguments) {
    double rate = arguments.number("rate", Double.POSITIVE_INFINITY);
    if (!(rate > 0)) {
      throw new IllegalArgumentException(
          "%s: --rate is %s; it must be above 0".formatted(arguments.verb(), rate));
    }
    return Double.isInfinite(rate) ? Optional.empty() : Optional.of(rate);
  }

  /** The one named by the letter, else by the table. */
  private static IngestPipeline pipeline(Arguments arguments) {
    return arguments
        .text("letter")
        .map(text -> LetterPosition.parse(arguments.verb(), text))
        .map(position -> pipeline(arguments.verb(), position))
        .orElseGet(() -> IngestPipeline.of(arguments.text("table").orElse(null)));
  }

  private static IngestPipeline pipeline(String verb, LetterPosition position) {
    return IngestPipeline.ALL.stream()
        .filter(p -> p.topic().equals(position.topic()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: %s is in no topic that is ingested; topics: %s"
                        .formatted(
                            verb,
                            position,
                            IngestPipeline.ALL.stream().map(IngestPipeline::topic).toList())));
  }

  private static DeadLetterView view(Letter letter) {
    return new DeadLetterView(
        letter.number(),
        letter.position().topic(),
        letter.position().partition(),
        letter.position().offset(),
        letter.time().toString(),
        letter.schemaId(),
        letter.reason(),
        letter.jobs(),
        letter.resolution(),
        letter.resolvedBy());
  }

  private String consumer(IngestPipeline pipeline, String from) {
    return platform
        .get()
        .topics()
        .tool(
            "kafka-console-consumer",
            "--topic %s %s %s"
                .formatted(
                    platform.get().topics().access().named(pipeline.deadLetterTopic()),
                    from,
                    WITH_HEADERS));
  }
}
