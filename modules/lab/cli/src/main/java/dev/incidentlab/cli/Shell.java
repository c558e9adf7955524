package dev.incidentlab.cli;

import dev.incidentlab.api.LabException;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.compose.ComposeProject;
import dev.incidentlab.cli.drill.Project;
import dev.incidentlab.cli.live.LiveTerminal;
import dev.incidentlab.cli.view.Style;
import dev.incidentlab.cli.view.Terminal;
import dev.incidentlab.cli.view.Tone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Carries out what is typed. */
final class Shell {
  private static final String COMPOSE = "compose";
  private static final List<String> STACKS = List.of("embedded", COMPOSE);

  private final Project project;
  private final Terminal terminal;
  private final List<Syntax> grammar;
  private final Map<String, String> environment;

  /**
   * @param environment variables that stand for options which are not typed
   */
  Shell(Project project, Terminal terminal, List<Syntax> grammar, Map<String, String> environment) {
    this.project = project;
    this.terminal = terminal;
    this.grammar = List.copyOf(grammar);
    this.environment = Map.copyOf(environment);
  }

  /**
   * Carries out a command.
   *
   * @param words without {@code ./lab}
   * @return exit status: 0 for ok or PASS, 1 for FAIL, 2 for ERROR, bad usage or refused
   */
  int run(List<String> words) {
    return run(words, terminal, new Caller(null, loginName(), project.runs(), false, false, false));
  }

  /** Carries out a step of a fix, which may be any verb that a lab answers. */
  int step(List<String> words, Terminal output, Caller caller) {
    List<String> verb = words.subList(0, Math.min(words.size(), 2));
    boolean known =
        !words.isEmpty() && (Verb.of(verb).isPresent() || Verb.of(words.subList(0, 1)).isPresent());
    if (!known) {
      output.complain("'%s' is no verb of a lab".formatted(String.join(" ", words)));
      return VerbAction.ERROR;
    }
    return run(words, output, caller);
  }

  /** What is wrong with a command, if something is; it is not carried out. */
  Optional<String> mistake(List<String> words) {
    try {
      ParseResult root = CommandTree.of(grammar).parseArgs(words.toArray(String[]::new));
      List<ParseResult> levels = levels(root);
      ParseResult leaf = levels.get(levels.size() - 1);
      if (levels.stream().anyMatch(ParseResult::isUsageHelpRequested)) {
        return Optional.empty();
      }
      if (!(leaf.commandSpec().userObject() instanceof Syntax syntax)) {
        return Optional.of(Mistakes.incomplete(leaf.commandSpec().commandLine()));
      }
      Arguments.of(syntax, leaf);
      return Optional.empty();
    } catch (ParameterException e) {
      return Optional.of(Mistakes.sentence(e, grammar));
    } catch (UsageException | IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private int run(List<String> words, Terminal output, Caller defaults) {
    boolean debug = words.contains(CommandTree.DEBUG) || defaults.debug();
    try {
      return carryOut(words, output, defaults);
    } catch (ParameterException e) {
      return complain(output, Mistakes.sentence(e, grammar), debug ? e : null);
    } catch (UsageException | LabException | IllegalArgumentException e) {
      return complain(output, e.getMessage(), debug ? e : null);
    } catch (IOException | UncheckedIOException e) {
      return complain(output, sentence(e), debug ? e : null);
    } catch (Exception e) {
      String what = "this should not happen: %s; --debug shows where".formatted(e);
      return complain(output, what, debug ? e : null);
    }
  }

  private static String sentence(Exception e) {
    // File exceptions say only the path as message; their name says what is wrong with it.
    Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
    return "cannot do that: %s: %s".formatted(cause.getClass().getSimpleName(), cause.getMessage());
  }

  private static int complain(Terminal output, String sentence, Throwable trace) {
    output.complain(sentence);
    if (trace != null) {
      output.trace(trace);
    }
    return VerbAction.ERROR;
  }

  private int carryOut(List<String> words, Terminal output, Caller defaults) throws Exception {
    CommandLine tree = CommandTree.of(grammar);
    ParseResult root = tree.parseArgs(words.toArray(String[]::new));
    List<ParseResult> levels = levels(root);
    ParseResult leaf = levels.get(levels.size() - 1);
    if (levels.stream().anyMatch(ParseResult::isUsageHelpRequested) || levels.size() == 1) {
      output.print(help(levels, output.style()));
      return VerbAction.PASS;
    }
    if (!(leaf.commandSpec().userObject() instanceof Syntax syntax)) {
      throw new UsageException(Mistakes.incomplete(leaf.commandSpec().commandLine()));
    }
    Caller caller = caller(levels, defaults);
    Arguments arguments = Arguments.of(syntax, leaf);
    if (caller.compose() && syntax.relayed()) {
      int status =
          new ComposeProject(project.folder(), environment)
              .lab(withoutStack(words), Boolean.getBoolean(LiveTerminal.ATTENDED));
      if (status == VerbAction.PASS && DrillAction.leavesRunning(syntax, arguments)) {
        output.print(
            Tone.DIM, "It runs in a container: `export LAB_STACK=compose` sends verbs there.");
      }
      return status;
    }
    return syntax.action().run(new Call(this, project, output, caller, arguments, environment));
  }

  private List<String> help(List<ParseResult> levels, Style style) {
    CommandSpec leaf = levels.get(levels.size() - 1).commandSpec();
    if (levels.stream().noneMatch(ParseResult::isUsageHelpRequested)) {
      return HelpView.overview(grammar, style);
    }
    return leaf.userObject() instanceof Syntax syntax
        ? HelpView.verb(syntax, style)
        : HelpView.verbs(grammar, levels.size() == 1 ? "" : leaf.name(), style);
  }

  private static List<ParseResult> levels(ParseResult root) {
    List<ParseResult> levels = new ArrayList<>();
    for (ParseResult level = root; level != null; level = level.subcommand()) {
      levels.add(level);
    }
    return levels;
  }

  private Caller caller(List<ParseResult> levels, Caller defaults) {
    String root = option(levels, CommandTree.RUN_ROOT, defaults.runs().toString());
    return new Caller(
        option(levels, CommandTree.RUN, defaults.run()),
        option(levels, CommandTree.AS, defaults.who()),
        Path.of(root).toAbsolutePath().normalize(),
        levels.get(levels.size() - 1).hasMatchedOption(CommandTree.JSON),
        defaults.debug() || levels.stream().anyMatch(l -> l.hasMatchedOption(CommandTree.DEBUG)),
        compose(option(levels, CommandTree.STACK, environment.get("LAB_STACK"))));
  }

  private static boolean compose(String stack) {
    if (stack != null && !stack.isBlank() && !STACKS.contains(stack)) {
      throw new UsageException(
          "%s is '%s'; it must be one of %s%s"
              .formatted(
                  CommandTree.STACK,
                  stack,
                  String.join(", ", STACKS),
                  NearestNames.hint(stack, STACKS)));
    }
    return COMPOSE.equals(stack);
  }

  /** The words as the command line in the container is to have them. */
  private static List<String> withoutStack(List<String> words) {
    List<String> kept = new ArrayList<>();
    for (int at = 0; at < words.size(); at++) {
      if (words.get(at).equals(CommandTree.STACK)) {
        at++;
      } else if (!words.get(at).startsWith(CommandTree.STACK + "=")) {
        kept.add(words.get(at));
      }
    }
    return kept;
  }

  /** The last one typed, wherever it stood. */
  private static String option(List<ParseResult> levels, String name, String otherwise) {
    String value = otherwise;
    for (ParseResult level : levels) {
      value = level.matchedOptionValue(name, value);
    }
    return value;
  }

  private static String loginName() {
    return System.getProperty("user.name", "someone");
  }
}
