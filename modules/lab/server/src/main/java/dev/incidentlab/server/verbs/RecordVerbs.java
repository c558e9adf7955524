package dev.incidentlab.server.verbs;

import dev.incidentlab.api.TableAnswers.Records;
import dev.incidentlab.api.TableAnswers.TopicRecord;
import dev.incidentlab.schema.SchemaRegistry;
import dev.incidentlab.server.adapter.RecordText;
import dev.incidentlab.server.adapter.TopicRecords;
import dev.incidentlab.server.adapter.TopicRecords.From;
import dev.incidentlab.server.adapter.TopicRecords.Page;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunState;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** {@code records}. */
final class RecordVerbs {
  private static final int LIMIT = 5;
  private static final int MOST = 500;

  private final RunState state;
  private final Supplier<Platform> platform;

  RecordVerbs(RunState state, Supplier<Platform> platform) {
    this.state = state;
    this.platform = platform;
  }

  Records records(Arguments arguments, String who) {
    String topic = arguments.required("topic");
    int limit = arguments.wholeNumber("limit", LIMIT, MOST);
    From from = from(arguments);
    Platform running = platform.get();
    String named = running.topics().access().named(topic);
    Page page = new TopicRecords(running.topics().clientProperties()).read(named, from, limit);
    return new Records(
        topic,
        page.records().stream().map(r -> view(r, running.registry())).toList(),
        TopicRecords.word(page.next()),
        running
            .topics()
            .tool(
                "kafka-console-consumer",
                "--topic %s %s --max-messages %d --formatter-property print.key=true"
                    .formatted(named, start(from), limit)));
  }

  private From from(Arguments arguments) {
    OptionalInt partition =
        arguments.text("partition").isPresent()
            ? OptionalInt.of(arguments.wholeNumber("partition", 0))
            : OptionalInt.empty();
    Map<Integer, Long> offsets = arguments.offsets("offsets");
    if (arguments.text("offset").isPresent()) {
      if (partition.isEmpty()) {
        throw new IllegalArgumentException(
            "records: --offset %s is of which partition? add --partition N"
                .formatted(arguments.required("offset")));
      }
      offsets = Map.of(partition.getAsInt(), arguments.offset("offset"));
    }
    return new From(partition, offsets, arguments.storyTime("at", state.clock().now()));
  }

  private static String start(From from) {
    return from.offsets().size() == 1
        ? from.offsets().entrySet().stream()
            .map(e -> "--partition %d --offset %d".formatted(e.getKey(), e.getValue()))
            .findFirst()
            .orElseThrow()
        : from.partition().isPresent()
            ? "--partition %d --offset earliest".formatted(from.partition().getAsInt())
            : "--from-beginning";
  }

  private static TopicRecord view(ConsumerRecord<byte[], byte[]> record, SchemaRegistry registry) {
    RecordText value = RecordText.of(record.value(), registry);
    return new TopicRecord(
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()).toString(),
        RecordText.key(record.key()),
        value.schemaId(),
        value.format(),
        value.text(),
        value.reason());
  }
}
