package dev.incidentlab.server.verbs;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.drill.StoryClock;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.ProducerControl;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunState;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code producer stop|start|rollback} and {@code topic recreate}: what people do to the upstream
 * team's side in a hurry. None of it repairs a table.
 */
final class UpstreamVerbs {
  private static final Map<String, Object> ALL_OLD = Map.of("v2Share", 0.0, "viewThrough", false);

  private final RunState state;
  private final Supplier<Platform> platform;

  UpstreamVerbs(RunState state, Supplier<Platform> platform) {
    this.state = state;
    this.platform = platform;
  }

  Done stop(Arguments arguments, String who) {
    ProducerControl producer = platform.get().producer();
    if (producer.stopped()) {
      throw new Refusal("producer stop: it is stopped already; `producer start` lets it go on");
    }
    producer.stop();
    return new Done(
        "Nothing more is published; what happens upstream gathers there.", Map.of(), "");
  }

  Done start(Arguments arguments, String who) {
    ProducerControl producer = platform.get().producer();
    if (!producer.stopped()) {
      throw new Refusal("producer start: it is not stopped");
    }
    List<StoryClock.Segment> segments = state.clock().segments();
    producer.start(segments.get(segments.size() - 1));
    return new Done("The producer publishes again, what has gathered first.", Map.of(), "");
  }

  Done rollback(Arguments arguments, String who) {
    platform.get().producer().rollout(ALL_OLD);
    return new Done(
        "Every producer writes the old schema version again; what is in the topic stays as it is.",
        Map.of(),
        "");
  }

  Done recreate(Arguments arguments, String who) throws InterruptedException {
    String name = arguments.required("topic");
    IngestPipeline pipeline =
        IngestPipeline.ALL.stream()
            .filter(p -> p.topic().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "topic recreate: '%s' is no topic that is ingested; topics: %s"
                            .formatted(
                                name,
                                IngestPipeline.ALL.stream().map(IngestPipeline::topic).toList())));
    platform.get().topics().recreate(pipeline);
    return new Done(
        "%s is deleted and made anew; all records that were in it are gone.".formatted(name),
        Map.of("topic", name),
        platform
            .get()
            .topics()
            .tool(
                "kafka-topics",
                "--delete --topic " + platform.get().topics().access().named(name)));
  }
}
