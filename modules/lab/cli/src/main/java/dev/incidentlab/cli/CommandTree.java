package dev.incidentlab.cli;

import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.Table;
import dev.incidentlab.cli.view.Style;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The grammar as picocli takes it: a command for each verb, below one for its first word. */
final class CommandTree {
  static final String RUN = "--run";
  static final String AS = "--as";
  static final String RUN_ROOT = "--run-root";
  static final String JSON = "--json";
  static final String DEBUG = "--debug";

  private static final String NAME = "./lab";

  private CommandTree() {}

  /** Commands whose user object is their {@link Syntax}. */
  static CommandLine of(List<Syntax> grammar) {
    CommandSpec root = CommandSpec.create().name(NAME);
    addGlobals(root);
    help(root);
    for (Syntax syntax : grammar) {
      CommandSpec parent = root;
      String[] words = syntax.words().split(" ");
      for (int at = 0; at < words.length - 1; at++) {
        parent = group(parent, words[at]);
      }
      parent.addSubcommand(words[words.length - 1], leaf(syntax));
    }
    root.usageMessage().customSynopsis("./lab VERB [OPTIONS]");
    root.usageMessage().sectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> list(grammar));
    root.usageMessage().footer("", "./lab VERB --help shows a verb with an example.",
        "./lab tool NAME ARGS runs an ordinary Kafka tool.");
    CommandLine tree = new CommandLine(root);
    tree.setUsageHelpWidth(Style.WIDTH);
    tree.setUnmatchedOptionsArePositionalParams(false);
    return tree;
  }

  private static CommandSpec group(CommandSpec parent, String word) {
    CommandLine present = parent.subcommands().get(word);
    if (present != null) {
      return present.getCommandSpec();
    }
    CommandSpec group = CommandSpec.create();
    group.usageMessage().customSynopsis("./lab " + word + " VERB [OPTIONS]");
    addGlobals(group);
    help(group);
    parent.addSubcommand(word, group);
    return group;
  }

  private static CommandSpec leaf(Syntax syntax) {
    CommandSpec leaf = CommandSpec.wrapWithoutInspection(syntax);
    syntax.arguments().forEach(argument -> argument.addTo(leaf));
    addGlobals(leaf);
    if (syntax.facts()) {
      leaf.addOption(flag(JSON, "print the answer as JSON"));
    }
    help(leaf);
    leaf.usageMessage()
        .description(syntax.summary())
        .customSynopsis(syntax.usage())
        .optionListHeading("%n")
        .parameterListHeading("%n")
        .sortOptions(false)
        .footer("", "Example: ./lab " + syntax.example());
    return leaf;
  }

  /** On every command, so that they may stand before, between and behind a verb's words. */
  private static void addGlobals(CommandSpec command) {
    command.addOption(option(RUN, "ID", "which lab, if more than one runs"));
    command.addOption(option(AS, "NAME", "who you are in the journal; your login name if omitted"));
    command.addOption(option(RUN_ROOT, "DIR", "folder of all runs; runs/ if omitted"));
    command.addOption(flag(DEBUG, "print stack traces"));
  }

  private static void help(CommandSpec command) {
    command.addOption(
        OptionSpec.builder("-h", "--help")
            .type(boolean.class)
            .arity("0")
            .usageHelp(true)
            .description("print this")
            .build());
  }

  private static OptionSpec option(String name, String label, String description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .arity("1")
        .paramLabel(label)
        .description(description)
        .build();
  }

  private static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name)
        .type(boolean.class)
        .arity("0")
        .description(description)
        .build();
  }

  private static String list(List<Syntax> grammar) {
    List<String> lines = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      lines.add("");
      lines.add(topic.heading());
      Table table = new Table().left("").left("");
      for (Syntax syntax : grammar) {
        if (syntax.topic() == topic) {
          table.row("  " + syntax.words(), syntax.summary());
        }
      }
      lines.addAll(table.lines(new Style(false)));
    }
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }

  /** Usage of a command, in plain text. */
  static List<String> usage(CommandLine command) {
    return command.getUsageMessage(Ansi.OFF).stripTrailing().lines().toList();
  }
}
