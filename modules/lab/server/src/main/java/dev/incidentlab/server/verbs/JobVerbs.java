package dev.incidentlab.server.verbs;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.ingest.Offsets;
import dev.incidentlab.server.adapter.IngestJobs.StartFrom;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.run.Platform;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** {@code job restart|start|stop}. */
final class JobVerbs {
  private final Supplier<Platform> platform;

  JobVerbs(Supplier<Platform> platform) {
    this.platform = platform;
  }

  Done restart(Arguments arguments, String who) throws InterruptedException {
    IngestPipeline pipeline = IngestPipeline.of(arguments.text("job").orElse(null));
    String id = platform.get().jobs().restart(pipeline);
    return new Done(
        "%s is started from its newest checkpoint as Flink job %s."
            .formatted(pipeline.jobName(), id),
        Map.of("job", pipeline.jobName(), "id", id, "page", platform.get().flink().page(id)),
        "flink run -s CHECKPOINT -c dev.incidentlab.ingest.IngestJob ingest.jar …");
  }

  Done start(Arguments arguments, String who) throws InterruptedException {
    IngestPipeline pipeline = IngestPipeline.of(arguments.text("job").orElse(null));
    arguments.required("from");
    StartFrom from = arguments.choice("from", StartFrom.class, StartFrom.CHECKPOINT);
    Map<Integer, Long> offsets =
        from == StartFrom.OFFSETS ? offsets(pipeline, arguments.required("offsets")) : Map.of();
    String id = platform.get().jobs().start(pipeline, from, offsets);
    return new Done(
        "%s is started from %s as Flink job %s."
            .formatted(pipeline.jobName(), from.name().toLowerCase(Locale.ROOT), id),
        Map.of("job", pipeline.jobName(), "id", id, "page", platform.get().flink().page(id)),
        "flink run -c dev.incidentlab.ingest.IngestJob ingest.jar --start %s …"
            .formatted(from.name().toLowerCase(Locale.ROOT)));
  }

  Done stop(Arguments arguments, String who) throws InterruptedException {
    IngestPipeline pipeline = IngestPipeline.of(arguments.text("job").orElse(null));
    String id = platform.get().jobs().stop(pipeline);
    return new Done(
        "%s, Flink job %s, is stopped; `./lab job restart` goes on from its newest checkpoint."
            .formatted(pipeline.jobName(), id),
        Map.of("job", pipeline.jobName(), "id", id),
        "flink cancel " + id);
  }

  private Map<Integer, Long> offsets(IngestPipeline pipeline, String text) {
    Map<Integer, Long> offsets = parse(text);
    Map<Integer, Long> ends = platform.get().topics().endOffsets(pipeline);
    if (!offsets.keySet().equals(ends.keySet())) {
      throw new IllegalArgumentException(
          "job start: --offsets names partitions %s, but %s has %s; name each once"
              .formatted(offsets.keySet(), pipeline.topic(), ends.keySet()));
    }
    offsets.forEach(
        (partition, offset) -> {
          if (offset < 0 || offset > ends.get(partition)) {
            throw new IllegalArgumentException(
                "job start: offset %d of partition %d is outside the topic (0 to %d)"
                    .formatted(offset, partition, ends.get(partition)));
          }
        });
    return offsets;
  }

  private static Map<Integer, Long> parse(String text) {
    try {
      return Offsets.parse(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "job start: --offsets must be PARTITION=OFFSET,…, but is '%s'".formatted(text), e);
    }
  }
}
