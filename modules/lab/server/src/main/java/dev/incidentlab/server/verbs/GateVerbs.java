package dev.incidentlab.server.verbs;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.DownstreamAnswers.GateResultView;
import dev.incidentlab.api.DownstreamAnswers.GateResults;
import dev.incidentlab.api.DownstreamAnswers.GateView;
import dev.incidentlab.api.DownstreamAnswers.Gates;
import dev.incidentlab.api.DownstreamAnswers.OverrideView;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunState;
import dev.incidentlab.warehouse.gates.GateResult;
import dev.incidentlab.warehouse.gates.Outcome;
import dev.incidentlab.warehouse.runs.Downstream;
import dev.incidentlab.warehouse.runs.GateOverride;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** {@code gate list|show|override}. */
final class GateVerbs {
  private static final Duration LONGEST_OVERRIDE = Duration.ofHours(2);

  private final RunState state;
  private final Supplier<Platform> platform;

  GateVerbs(RunState state, Supplier<Platform> platform) {
    this.state = state;
    this.platform = platform;
  }

  Gates list(Arguments arguments, String who) {
    Downstream downstream = downstream();
    List<GateResult> results =
        arguments.flag("now") ? downstream.askGates(state.clock().now()) : downstream.gateResults();
    List<OverrideView> overrides =
        downstream.overrides(state.clock().now()).stream()
            .map(o -> new OverrideView(o.gate(), o.by(), o.until().toString(), o.reason()))
            .toList();
    return new Gates(
        downstream.gateNames().stream().map(gate -> view(gate, results)).toList(),
        overrides,
        jq("select(.outcome!=\"PASS\")"));
  }

  private static GateView view(String gate, List<GateResult> results) {
    List<GateResult> own = results.stream().filter(r -> r.gate().equals(gate)).toList();
    if (own.isEmpty()) {
      return new GateView(gate, null, null, null, null, null, null, List.of());
    }
    GateResult newest = GateResult.newest(gate, own).orElseThrow();
    return new GateView(
        gate,
        newest.expectation(),
        word(newest.severity()),
        word(newest.outcome()),
        newest.at().toString(),
        newest.expected(),
        newest.observed(),
        own.stream()
            .filter(r -> r.outcome() == Outcome.WARN || r.outcome() == Outcome.FAIL)
            .map(r -> r.slice() == null ? "table" : r.slice().toString())
            .toList());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  GateResults show(Arguments arguments, String who) {
    String gate = arguments.required("gate");
    requireGate(arguments, gate);
    return new GateResults(
        gate,
        downstream().gateResults().stream()
            .filter(r -> r.gate().equals(gate))
            .map(
                r ->
                    new GateResultView(
                        r.slice() == null ? null : r.slice().toString(),
                        r.version(),
                        r.at().toString(),
                        word(r.outcome()),
                        r.expected(),
                        r.observed(),
                        r.examples()))
            .toList(),
        jq("select(.gate==\"%s\")".formatted(gate)));
  }

  Done override(Arguments arguments, String who) {
    String gate = arguments.required("gate");
    requireGate(arguments, gate);
    String reason = arguments.required("reason");
    arguments.required("for");
    Duration length = arguments.duration("for").orElseThrow();
    if (length.isNegative() || length.isZero() || length.compareTo(LONGEST_OVERRIDE) > 0) {
      throw new IllegalArgumentException(
          "gate override: --for is %s; it must be above 0 and at most 2h"
              .formatted(arguments.required("for")));
    }
    Instant until = state.clock().now().plus(length).truncatedTo(ChronoUnit.SECONDS);
    downstream().override(new GateOverride(gate, who, reason, until));
    return new Done(
        "%s holds nothing back until %s in the story, on the word of %s: %s"
            .formatted(gate, until, who, reason),
        Map.of("until", until.toString()),
        "");
  }

  private void requireGate(Arguments arguments, String gate) {
    List<String> names = downstream().gateNames();
    if (!names.contains(gate)) {
      throw new IllegalArgumentException(
          "%s: '%s' is no gate; gates: %s".formatted(arguments.verb(), gate, names));
    }
  }

  private String jq(String filter) {
    return "jq -c '%s' %s"
        .formatted(
            filter, platform.get().models().folder().toAbsolutePath().resolve("gates.jsonl"));
  }

  private Downstream downstream() {
    return platform.get().models().downstream();
  }
}
