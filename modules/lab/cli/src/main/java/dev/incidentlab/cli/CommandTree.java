package dev.incidentlab.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The grammar as picocli takes it: a command for each verb, below one for its first word if it has
 * two. Built without annotations, which picocli would have to look for by reflection each time.
 */
final class CommandTree {
  static final String RUN = "--run";
  static final String AS = "--as";
  static final String RUN_ROOT = "--run-root";
  static final String JSON = "--json";
  static final String DEBUG = "--debug";
  static final String STACK = "--stack";

  private CommandTree() {}

  /** Commands of verbs have their {@link Syntax} as user object. */
  static CommandLine of(List<Syntax> grammar) {
    CommandSpec root = CommandSpec.create().name("./lab");
    add(root, common(false));
    for (Syntax syntax : grammar) {
      CommandSpec parent = root;
      String[] words = syntax.words().split(" ");
      for (int at = 0; at < words.length - 1; at++) {
        parent = group(parent, words[at]);
      }
      CommandSpec verb = CommandSpec.wrapWithoutInspection(syntax);
      syntax.arguments().forEach(argument -> argument.addTo(verb));
      add(verb, common(syntax.facts()));
      parent.addSubcommand(words[words.length - 1], verb);
    }
    return new CommandLine(root);
  }

  private static CommandSpec group(CommandSpec parent, String word) {
    CommandLine present = parent.subcommands().get(word);
    if (present != null) {
      return present.getCommandSpec();
    }
    CommandSpec group = CommandSpec.create();
    add(group, common(false));
    parent.addSubcommand(word, group);
    return group;
  }

  /** Options of every command, so that they may stand before, between and behind a verb's words. */
  static List<Argument> common(boolean facts) {
    List<Argument> options = new ArrayList<>();
    if (facts) {
      options.add(Argument.flag("json", JSON, "", "print the answer as JSON"));
    }
    options.add(Argument.option("run", RUN, "ID", "which lab, if more than one runs"));
    options.add(
        Argument.option("as", AS, "NAME", "who you are in the journal; your login if omitted"));
    options.add(
        Argument.option("runRoot", RUN_ROOT, "DIR", "folder of all runs; runs/ if omitted"));
    options.add(
        Argument.option(
            "stack", STACK, "embedded|compose", "where the lab is; embedded if omitted"));
    options.add(Argument.flag("debug", DEBUG, "", "print stack traces"));
    return options;
  }

  private static void add(CommandSpec command, List<Argument> options) {
    options.forEach(option -> option.addTo(command));
    command.addOption(
        OptionSpec.builder("--help", "-h").type(boolean.class).arity("0").usageHelp(true).build());
  }
}
