package dev.incidentlab.cli.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a list of scenarios shows.
 *
 * <p>Read line by line: of a {@code scenario.yaml} only the scalars {@code title}, {@code
 * difficulty} and {@code minutes} at the left margin count, bare or in quotes, with an optional
 * comment after bare ones, and {@code skills} as a list in one line. The server reads the file
 * properly; a library for that would cost each verb time.
 *
 * @param difficulty {@code beginner}, {@code intermediate} or {@code advanced}; empty if the file
 *     does not say
 * @param minutes how long a person may take; 0 if the file does not say
 * @param skills what is practised; empty if the file does not say
 */
public record ScenarioSummary(
    String id, String title, String difficulty, int minutes, List<String> skills) {
  private static final String FILE = "scenario.yaml";
  private static final Pattern SCALAR =
      Pattern.compile(
          "(title|difficulty|minutes|skills):\\s+(?:\"([^\"]*)\"|'([^']*)'|(\\S.*?))\\s*(?:\\s#.*)?");

  public ScenarioSummary {
    skills = List.copyOf(skills);
  }

  /** All scenarios of a folder, by name. */
  public static List<ScenarioSummary> all(Path scenarios) throws IOException {
    if (!Files.isDirectory(scenarios)) {
      return List.of();
    }
    List<Path> folders;
    try (Stream<Path> entries = Files.list(scenarios)) {
      folders = entries.filter(f -> Files.isRegularFile(f.resolve(FILE))).sorted().toList();
    }
    Stream.Builder<ScenarioSummary> summaries = Stream.builder();
    for (Path folder : folders) {
      String name = folder.getFileName().toString();
      summaries.add(of(name, Files.readAllLines(folder.resolve(FILE))));
    }
    return summaries.build().toList();
  }

  static ScenarioSummary of(String folder, List<String> lines) {
    Map<String, String> scalars = new HashMap<>();
    for (String line : lines) {
      Matcher scalar = SCALAR.matcher(line);
      if (scalar.matches()) {
        scalars.putIfAbsent(scalar.group(1), value(scalar));
      }
    }
    // The folder is what `drill` takes; the server insists that the id is the same.
    return new ScenarioSummary(
        folder,
        scalars.getOrDefault("title", ""),
        scalars.getOrDefault("difficulty", ""),
        number(scalars.getOrDefault("minutes", "0")),
        items(scalars.getOrDefault("skills", "")));
  }

  /** Of a list as YAML writes it in one line. */
  private static List<String> items(String text) {
    return text.startsWith("[") && text.endsWith("]")
        ? Stream.of(text.substring(1, text.length() - 1).split(","))
            .map(String::strip)
            .map(item -> item.replaceAll("^([\"'])(.*)\\1$", "$2"))
            .filter(item -> !item.isEmpty())
            .toList()
        : List.of();
  }

  private static String value(Matcher scalar) {
    for (int group = 2; group < scalar.groupCount(); group++) {
      if (scalar.group(group) != null) {
        return scalar.group(group);
      }
    }
    return scalar.group(scalar.groupCount());
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
