package dev.incidentlab.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one sentence what was typed wrongly, and what would be right. */
final class Mistakes {
  private Mistakes() {}

  static String sentence(ParameterException mistake, List<Syntax> grammar) {
    CommandLine command = mistake.getCommandLine();
    String typed = command.getCommandSpec().qualifiedName();
    if (mistake instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched.getUnmatched().get(0), command, grammar);
    }
    if (mistake instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      String labels =
          missing.getMissing().stream()
              .map(spec -> spec.isOption() ? ((OptionSpec) spec).longestName() : spec.paramLabel())
              .collect(Collectors.joining(" and "));
      return "`%s` needs %s%s".formatted(typed, labels, example(command));
    }
    if (mistake instanceof OverwrittenOptionException) {
      return "`%s`: an option is given twice: %s".formatted(typed, mistake.getMessage());
    }
    return "`%s`: %s%s".formatted(typed, mistake.getMessage(), example(command));
  }

  private static String unmatched(String word, CommandLine command, List<Syntax> grammar) {
    String typed = command.getCommandSpec().qualifiedName();
    if (word.startsWith("-") && word.length() > 1) {
      String name = word.replaceFirst("=.*", "");
      return "`%s` has no option '%s'%s (see `%s --help`)"
          .formatted(typed, name, NearestNames.hint(name, options(command)), typed);
    }
    if (command.getSubcommands().isEmpty()) {
      return "`%s` does not take '%s'%s".formatted(typed, word, example(command));
    }
    boolean root = command.getParent() == null;
    List<String> names = new ArrayList<>(command.getSubcommands().keySet());
    if (root) {
      grammar.forEach(syntax -> names.add(syntax.words()));
    }
    String hint = NearestNames.hint(word, names.stream().distinct().toList());
    return root
        ? "there is no verb '%s'%s (see `./lab --help`)".formatted(word, hint)
        : "`%s` has no verb '%s'%s (it has %s)".formatted(typed, word, hint, String.join(", ", names));
  }

  private static List<String> options(CommandLine command) {
    return command.getCommandSpec().options().stream().map(OptionSpec::longestName).toList();
  }

  private static String example(CommandLine command) {
    return command.getCommandSpec().userObject() instanceof Syntax syntax
        ? "; for example `./lab %s`".formatted(syntax.example())
        : "";
  }

  /** For the first word of verbs without the second. */
  static String incomplete(CommandLine command) {
    return "`%s` needs one of: %s"
        .formatted(
            command.getCommandSpec().qualifiedName(),
            String.join(", ", command.getSubcommands().keySet()));
  }
}
