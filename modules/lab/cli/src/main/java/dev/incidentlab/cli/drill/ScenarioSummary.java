package dev.incidentlab.cli.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a list of scenarios shows.
 *
 * <p>Read line by line: of a {@code scenario.yaml} only the scalars {@code title}, {@code
 * difficulty} and {@code minutes} at the left margin count, bare or in quotes, with an optional
 * comment after bare ones, and {@code skills} as a list in one line. The server reads the file
 * properly; a library for that would cost each verb time. What is left out is as in the scenario
 * beside it that {@code extends} names.
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
          "(title|difficulty|minutes|skills|extends):\\s+(?:\"([^\"]*)\"|'([^']*)'|(\\S.*?))\\s*(?:\\s#.*)?");

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
    Map<String, Map<String, String>> byName = new TreeMap<>();
    for (Path folder : folders) {
      byName.put(
          folder.getFileName().toString(), scalars(Files.readAllLines(folder.resolve(FILE))));
    }
    return byName.entrySet().stream()
        .map(
            scenario -> {
              Map<String, String> scalars = new HashMap<>();
              String base = scenario.getValue().getOrDefault("extends", "");
              scalars.putAll(byName.getOrDefault(base, Map.of()));
              scalars.putAll(scenario.getValue());
              return of(scenario.getKey(), scalars);
            })
        .toList();
  }

  static ScenarioSummary of(String folder, List<String> lines) {
    return of(folder, scalars(lines));
  }

  private static Map<String, String> scalars(List<String> lines) {
    Map<String, String> scalars = new HashMap<>();
    for (String line : lines) {
      Matcher scalar = SCALAR.matcher(line);
      if (scalar.matches()) {
        scalars.putIfAbsent(scalar.group(1), value(scalar));
      }
    }
    return scalars;
  }

  private static ScenarioSummary of(String folder, Map<String, String> scalars) {
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
