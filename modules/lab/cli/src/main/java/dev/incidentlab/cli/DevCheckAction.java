package dev.incidentlab.cli;

import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.cli.dev.CheckedScenario;
import dev.incidentlab.cli.dev.ContentGate;
import dev.incidentlab.cli.dev.ContentGate.Result;
import dev.incidentlab.cli.dev.Prose;
import dev.incidentlab.cli.drill.Ending;
import dev.incidentlab.cli.drill.RunFolder;
import dev.incidentlab.cli.drill.ScenarioSummary;
import dev.incidentlab.cli.drill.ServerOptions;
import dev.incidentlab.cli.drill.ServerProcess;
import dev.incidentlab.cli.drill.StartGuard;
import dev.incidentlab.cli.drill.Startup;
import dev.incidentlab.cli.drill.StepWords;
import dev.incidentlab.cli.view.Figures;
import dev.incidentlab.cli.view.Style;
import dev.incidentlab.cli.view.Terminal;
import dev.incidentlab.cli.view.Tone;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks scenarios: their files first, then, on a lab of each, that every fix comes out as the
 * scenario says.
 */
final class DevCheckAction implements Syntax.Action {
  static final String SCENARIO = "scenario";
  static final String FILES_ONLY = "filesOnly";
  static final String SEED = "seed";

  /** The launcher takes these before this program sees them. */
  private static final List<String> OF_LAUNCHER = List.of("tool", "bench");

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    List<CheckedScenario> scenarios = CheckedScenario.read(call.project(), asked(call));
    boolean right = files(call, scenarios);
    if (!right || call.arguments().has(FILES_ONLY)) {
      return right ? VerbAction.PASS : VerbAction.ERROR;
    }
    boolean passed = true;
    for (CheckedScenario scenario : scenarios) {
      passed &= gate(call, scenario);
    }
    return passed ? VerbAction.PASS : VerbAction.FAIL;
  }

  private static List<String> asked(Call call) throws IOException {
    List<String> known =
        ScenarioSummary.all(call.project().scenarios()).stream().map(ScenarioSummary::id).toList();
    String one = call.arguments().get(SCENARIO);
    if (one == null) {
      return known;
    }
    if (!known.contains(one)) {
      throw new UsageException(
          "dev check: no scenario is called '%s'%s (known: %s)"
              .formatted(one, NearestNames.hint(one, known), String.join(", ", known)));
    }
    return List.of(one);
  }

  private static boolean files(Call call, List<CheckedScenario> scenarios) {
    Path folder = call.project().folder();
    Prose prose =
        new Prose(
            call.project().scenarios(),
            folder.resolve("runbooks"),
            command -> mistake(call, command));
    boolean right = true;
    for (CheckedScenario scenario : scenarios) {
      List<String> problems = new ArrayList<>(scenario.problems());
      if (problems.isEmpty()) {
        problems.addAll(prose.problems(scenario));
      }
      if (problems.isEmpty()) {
        call.terminal().print("%s: files are right".formatted(scenario.id()));
      } else {
        right = false;
        call.terminal()
            .complain(
                "scenario %s has %d problems%n%s"
                    .formatted(
                        scenario.id(),
                        problems.size(),
                        String.join("\n", problems).indent(2).stripTrailing()));
      }
    }
    return right;
  }

  private static Optional<String> mistake(Call call, String command) {
    try {
      List<String> words = StepWords.split(command);
      if (OF_LAUNCHER.contains(words.get(0))) {
        return Optional.empty();
      }
      return call.shell().mistake(words);
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static boolean gate(Call call, CheckedScenario scenario)
      throws IOException, InterruptedException {
    RunFolder folder = RunFolder.create(call.caller().runs(), scenario.id(), Instant.now());
    Terminal terminal = call.terminal();
    terminal.print("");
    terminal.print(Tone.STRONG, scenario.id());
    long begun = System.nanoTime();
    try (StartGuard guard = new StartGuard(folder, call.caller().who(), terminal)) {
      ServerProcess server = guard.start(options(call, scenario), call.project());
      try {
        Startup startup = new Startup(server, folder, call.caller().who());
        ServerAddress address = startup.awaitAddress();
        startup.followToPage(address, line -> {});
        terminal.print(
            "  page after %s; the fault manifested, alerts as expected".formatted(since(begun)));
        List<Result> results = work(call, scenario, folder, address);
        long wrong = results.stream().filter(result -> !result.asExpected()).count();
        terminal.print(
            wrong == 0 ? Tone.GOOD : Tone.BAD,
            "  %d of %d as expected, in %s"
                .formatted(results.size() - wrong, results.size(), since(begun)));
        return wrong == 0;
      } finally {
        Ending.stop(server, folder, call.caller().who());
      }
    }
  }

  private static List<Result> work(
      Call call, CheckedScenario scenario, RunFolder folder, ServerAddress address)
      throws IOException {
    Path log = folder.path().resolve("logs").resolve("steps.log");
    Caller caller = call.caller().forRun(address.run(), folder.root());
    try (PrintStream file = new PrintStream(log.toFile(), StandardCharsets.UTF_8)) {
      Terminal output = new Terminal(file, file, new Style(false));
      ContentGate gate =
          new ContentGate(
              new LabClient(address.url(), call.caller().who(), PATIENCE),
              (words, to) -> call.shell().step(words, to, caller),
              output);
      return gate.work(scenario, result -> show(result, log, call.terminal()));
    }
  }

  private static void show(Result result, Path log, Terminal terminal) {
    terminal.print(
        result.asExpected() ? Tone.GOOD : Tone.BAD,
        "  %-4s %-24s %-24s %s  %s"
            .formatted(
                result.asExpected() ? "ok" : "NOT",
                result.fix(),
                result.expected(),
                Figures.span(result.took().toSeconds()),
                result.asExpected() ? "" : result.seen()));
    if (!result.asExpected()) {
      terminal.print(Tone.DIM, "       what the steps answered: " + log);
    }
  }

  private static String since(long begun) {
    return Figures.span(Duration.ofNanos(System.nanoTime() - begun).toSeconds());
  }

  private static ServerOptions options(Call call, CheckedScenario scenario) {
    return new ServerOptions(
        scenario.id(),
        Long.parseLong(call.arguments().get(SEED, "42")),
        "1",
        null,
        call.caller().who(),
        true,
        true,
        List.of(),
        null,
        Map.of(),
        null);
  }
}
