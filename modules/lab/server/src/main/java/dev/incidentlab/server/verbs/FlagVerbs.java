package dev.incidentlab.server.verbs;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.StatusAnswers.FlagView;
import dev.incidentlab.api.StatusAnswers.Flags;
import dev.incidentlab.ingest.flags.FlagDefinition;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.run.Platform;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/** {@code flag list|set}. */
final class FlagVerbs {
  private final Supplier<Platform> platform;

  FlagVerbs(Supplier<Platform> platform) {
    this.platform = platform;
  }

  Flags list(Arguments arguments, String who) {
    return new Flags(
        views(platform.get()),
        platform
            .get()
            .topics()
            .tool(
                "kafka-console-consumer",
                "--topic %s --from-beginning --formatter-property print.key=true"
                    .formatted(topic())));
  }

  private String topic() {
    return platform.get().topics().access().named(IngestPipeline.FLAG_TOPIC);
  }

  static List<FlagView> views(Platform platform) {
    return platform.flags().readAll().entrySet().stream()
        .map(
            e ->
                new FlagView(
                    e.getKey(),
                    e.getValue().defaultVariant(),
                    List.copyOf(new TreeSet<>(e.getValue().variants().keySet())),
                    e.getValue().description()))
        .toList();
  }

  Done set(Arguments arguments, String who) {
    String name = arguments.required("flag");
    String variant = arguments.required("variant");
    Map<String, FlagDefinition> flags = platform.get().flags().readAll();
    FlagDefinition flag = flags.get(name);
    if (flag == null) {
      throw new IllegalArgumentException(
          "flag set: '%s' is no flag; flags: %s"
              .formatted(name, String.join(", ", flags.keySet())));
    }
    if (!flag.variants().containsKey(variant)) {
      throw new IllegalArgumentException(
          "flag set: %s has no variant '%s'; variants: %s"
              .formatted(
                  name, variant, String.join(", ", new TreeSet<>(flag.variants().keySet()))));
    }
    FlagDefinition changed = flag.withVariant(variant);
    platform.get().flags().put(Map.of(name, changed));
    return new Done(
        "%s is now %s (was %s).".formatted(name, variant, flag.defaultVariant()),
        Map.of("flag", name, "variant", variant, "was", flag.defaultVariant()),
        "echo %s | "
                .formatted(
                    quoted(name + ":" + new String(changed.toJson(), StandardCharsets.UTF_8)))
            + platform
                .get()
                .topics()
                .tool(
                    "kafka-console-producer",
                    "--topic %s --reader-property parse.key=true --reader-property key.separator=:"
                        .formatted(topic())));
  }

  /** For a shell. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
