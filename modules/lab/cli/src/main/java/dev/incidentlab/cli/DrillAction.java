package dev.incidentlab.cli;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.Answers.JournalLine;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.LabException;
import dev.incidentlab.api.Runs;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.api.StatusAnswers.Status;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Action;
import dev.incidentlab.cli.drill.Autopilot;
import dev.incidentlab.cli.drill.Ending;
import dev.incidentlab.cli.drill.RunFolder;
import dev.incidentlab.cli.drill.ScenarioSummary;
import dev.incidentlab.cli.drill.ServerOptions;
import dev.incidentlab.cli.drill.ServerProcess;
import dev.incidentlab.cli.drill.StartGuard;
import dev.incidentlab.cli.drill.Startup;
import dev.incidentlab.cli.view.DoneView;
import dev.incidentlab.cli.view.JournalView;
import dev.incidentlab.cli.view.PageView;
import dev.incidentlab.cli.view.Terminal;
import dev.incidentlab.cli.view.Tone;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Starts a lab and brings it to its page; on request works a solution, too. */
final class DrillAction implements Action {
  static final String SCENARIO = "scenario";
  static final String RANDOM = "random";
  static final String AUTOPILOT = "autopilot";
  static final String FIX = "fix";
  static final String KEEP = "keep";
  static final String FRESH = "fresh";
  static final String PORTS = "ports";

  /** Fixed, so that two runs of a scenario are alike unless someone wants them to differ. */
  private static final String SEED = "42";

  /** For who wants another draw each time; it is printed, so that it can be had again. */
  static final String DRAWN = "random";

  /** Short enough to be typed again. */
  private static final int MOST_DRAWN = 1_000_000;

  private static final String PACE = "1";
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final int INTERRUPTED = 130;

  @Override
  public int run(Call call) throws IOException {
    ServerOptions options = options(call);
    String named = call.arguments().has(RANDOM) ? Runs.MYSTERY : options.scenario();
    RunFolder folder = RunFolder.create(call.caller().runs(), named, Instant.now());
    announce(call, options, folder);
    int status;
    try (StartGuard guard = new StartGuard(folder, call.caller().who(), call.terminal())) {
      ServerProcess server = guard.start(options, call.project());
      try {
        status = drill(call, server, folder, guard);
      } catch (LabException e) {
        if (guard.interrupted()) {
          return INTERRUPTED;
        }
        if (!call.arguments().has(KEEP)) {
          Ending.stop(server, folder, call.caller().who());
        }
        throw e;
      }
    }
    if (call.arguments().has(AUTOPILOT) && !call.arguments().has(KEEP)) {
      ServerAddress.find(folder.path())
          .ifPresent(address -> show(Ending.stop(address, call.caller().who()), call));
    }
    return status;
  }

  /** Whether a command is a drill that somebody is to go on with. */
  static boolean leavesRunning(Syntax syntax, Arguments arguments) {
    return syntax.action() instanceof DrillAction
        && (arguments.has(KEEP) || !arguments.has(AUTOPILOT));
  }

  private static int drill(Call call, ServerProcess server, RunFolder folder, StartGuard guard) {
    Startup startup = new Startup(server, folder, call.caller().who());
    ServerAddress address = startup.awaitAddress();
    JournalLine page = startup.followToPage(address, line -> progress(call, line));
    guard.leaveRunning();
    LabClient client = new LabClient(address.url(), call.caller().who(), PATIENCE);
    Terminal terminal = call.terminal();
    Status status = client.use(Verb.STATUS, Map.of(), Status.class);
    terminal.print(PageView.lines(status, terminal.style()));
    if (!call.arguments().has(AUTOPILOT)) {
      return VerbAction.PASS;
    }
    Caller caller = call.caller().forRun(address.run(), folder.root());
    Autopilot autopilot =
        new Autopilot(
            client, terminal, (words, indented) -> call.shell().step(words, indented, caller));
    return VerbAction.exit(autopilot.work(call.arguments().get(FIX), page));
  }

  private static void show(Done done, Call call) {
    call.terminal().print("");
    call.terminal().print(DoneView.lines(done, call.terminal().style()));
  }

  private static ServerOptions options(Call call) throws IOException {
    Arguments arguments = call.arguments();
    Map<String, String> environment = call.environment();
    List<String> known =
        ScenarioSummary.all(call.project().scenarios()).stream().map(ScenarioSummary::id).toList();
    boolean random = arguments.has(RANDOM);
    if (random && known.isEmpty()) {
      throw new UsageException(
          "drill: there are no scenarios in %s to draw from".formatted(call.project().scenarios()));
    }
    long seed = seed(arguments.get("seed", random ? DRAWN : SEED));
    String scenario =
        random
            ? known.get(new SplittableRandom(seed).nextInt(known.size()))
            : arguments.get(SCENARIO);
    if (!known.contains(scenario)) {
      throw new UsageException(
          "drill: no scenario is called '%s'%s (known: %s)"
              .formatted(scenario, NearestNames.hint(scenario, known), String.join(", ", known)));
    }
    return new ServerOptions(
        scenario,
        seed,
        arguments.get("pace", PACE),
        arguments.get("rate"),
        call.caller().who(),
        arguments.has(AUTOPILOT),
        arguments.has(FRESH),
        arguments.has(PORTS) ? List.of(arguments.get(PORTS).split(",")) : List.of(),
        PlatformGrammar.or(arguments.get(LineageGrammar.URL), environment, "--lineage-url"),
        PlatformGrammar.chosen(arguments, environment),
        PlatformGrammar.or(null, environment, "--listen"));
  }

  private static long seed(String asked) {
    return asked.equals(DRAWN) ? new SecureRandom().nextInt(MOST_DRAWN) : Long.parseLong(asked);
  }

  private static void announce(Call call, ServerOptions options, RunFolder folder) {
    call.terminal()
        .print(
            "drill %s  seed %d, pace %s"
                .formatted(
                    call.arguments().has(RANDOM) ? "--random" : options.scenario(),
                    options.seed(),
                    options.pace()));
    call.terminal().print(Tone.DIM, "run folder " + folder.path());
  }

  private static void progress(Call call, JournalLine line) {
    call.terminal().print(JournalView.line(line, call.terminal().style()));
  }
}
