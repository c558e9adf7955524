package dev.incidentlab.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one sentence what was typed wrongly, and what would be right. */
final class Mistakes {
  private Mistakes() {}

  static String sentence(ParameterException mistake, List<Syntax> grammar) {
    CommandLine command = mistake.getCommandLine();
    if (mistake instanceof UnmatchedArgumentException unmatched) {
      return prefix(command) + unmatched(unmatched.getUnmatched().get(0), command, grammar);
    }
    if (mistake instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      String names =
          missing.getMissing().stream().map(Mistakes::name).collect(Collectors.joining(" and "));
      return prefix(command) + names + " is missing" + example(command);
    }
    return prefix(command) + mistake.getMessage() + example(command);
  }

  private static String name(ArgSpec argument) {
    String label = argument.paramLabel();
    return argument instanceof OptionSpec option ? option.longestName() + " " + label : label;
  }

  private static String unmatched(String word, CommandLine command, List<Syntax> grammar) {
    String typed = command.getCommandSpec().qualifiedName();
    if (word.startsWith("-") && word.length() > 1) {
      String name = word.replaceFirst("=.*", "");
      List<String> options =
          command.getCommandSpec().options().stream().map(OptionSpec::longestName).toList();
      return "there is no option '%s'%s (see `%s --help`)"
          .formatted(name, NearestNames.hint(name, options), typed);
    }
    if (command.getSubcommands().isEmpty()) {
      return "'%s' is one word too many (see `%s --help`)".formatted(word, typed);
    }
    List<String> names = new ArrayList<>(command.getSubcommands().keySet());
    if (command.getParent() == null) {
      grammar.stream().map(Syntax::words).filter(w -> !names.contains(w)).forEach(names::add);
    }
    return "there is no verb '%s'%s (see `%s --help`)"
        .formatted(word, NearestNames.hint(word, names), typed);
  }

  /** For the first word of verbs without the second. */
  static String incomplete(CommandLine command) {
    return prefix(command)
        + "a word is missing: one of "
        + String.join(", ", command.getSubcommands().keySet());
  }

  /** The verb as typed; nothing for {@code ./lab} itself. */
  private static String prefix(CommandLine command) {
    String words = command.getCommandSpec().qualifiedName().replaceFirst("^./lab ?", "");
    return words.isEmpty() ? "" : words + ": ";
  }

  private static String example(CommandLine command) {
    return command.getCommandSpec().userObject() instanceof Syntax syntax
        ? "; for example `./lab %s`".formatted(syntax.example())
        : "";
  }
}
