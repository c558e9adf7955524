package dev.incidentlab.cli;

import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.Style;
import dev.incidentlab.cli.view.Table;
import dev.incidentlab.cli.view.Text;
import dev.incidentlab.cli.view.Tone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Help, from the grammar. */
final class HelpView {
  private static final String USAGE = "Usage: ./lab VERB [OPTIONS]";
  private static final List<String> WAYS_ON =
      List.of(
          "`./lab VERB --help` explains a verb, with an example.",
          "`./lab tool NAME ARGS` runs an ordinary Kafka tool.");

  private HelpView() {}

  /** The verbs' words alone, which a small terminal shows without scrolling. */
  static List<String> overview(List<Syntax> grammar, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(USAGE);
    lines.add("");
    Table table = new Table().left("").left("");
    for (Topic topic : Topic.values()) {
      Map<String, List<String>> byFirstWord = new LinkedHashMap<>();
      for (Syntax syntax : grammar) {
        if (syntax.topic() == topic) {
          String[] words = syntax.words().split(" ", 2);
          List<String> seconds = byFirstWord.computeIfAbsent(words[0], w -> new ArrayList<>());
          Arrays.stream(words).skip(1).forEach(seconds::add);
        }
      }
      String verbs =
          byFirstWord.entrySet().stream()
              .map(e -> (e.getKey() + " " + String.join("|", e.getValue())).strip())
              .collect(Collectors.joining(", "));
      table.row(topic.heading(), verbs);
    }
    lines.addAll(table.lines(style));
    lines.add("");
    lines.add("`./lab --help` says what each is for; `./lab gate --help` those of one word.");
    lines.addAll(WAYS_ON);
    return lines;
  }

  /** All verbs, or those whose first word is given. */
  static List<String> verbs(List<Syntax> grammar, String firstWord, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(USAGE);
    for (Topic topic : Topic.values()) {
      Table table = new Table().left("").left("");
      for (Syntax syntax : grammar) {
        if (syntax.topic() == topic && syntax.startsWith(firstWord)) {
          table.row("  " + syntax.words(), syntax.summary());
        }
      }
      List<String> verbs = table.lines(style);
      if (!verbs.isEmpty()) {
        lines.add("");
        lines.add(style.paint(Tone.STRONG, topic.heading()));
        lines.addAll(verbs);
      }
    }
    lines.add("");
    lines.addAll(WAYS_ON);
    return lines;
  }

  /** One verb. */
  static List<String> verb(Syntax syntax, Style style) {
    List<String> lines = new ArrayList<>();
    List<String> usage = Text.wrap("Usage: " + syntax.usage(), Style.WIDTH - 2);
    usage.forEach(line -> lines.add((lines.isEmpty() ? "" : "  ") + line));
    lines.add("");
    lines.add(syntax.summary());
    lines.add("");
    Table table = new Table().left("").left("");
    syntax.arguments().forEach(argument -> row(table, argument));
    CommandTree.common(syntax.facts()).forEach(argument -> row(table, argument));
    table.row("  --help", "print this");
    lines.addAll(table.lines(style));
    lines.add("");
    lines.add("Example: " + style.paint(Tone.STRONG, "./lab " + syntax.example()));
    return lines;
  }

  private static void row(Table table, Argument argument) {
    String label = argument.isOption() && !argument.label().isEmpty() ? " " + argument.label() : "";
    table.row("  " + argument.typed() + label, argument.description());
  }
}
