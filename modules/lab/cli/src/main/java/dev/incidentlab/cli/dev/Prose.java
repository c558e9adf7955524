package dev.incidentlab.cli.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What is wrong with texts that people read beside a drill: commands that nobody takes, and links
 * that lead nowhere.
 *
 * @param mistake what is wrong with a command, as typed without {@code ./lab}; empty if nothing is
 */
public record Prose(Path scenarios, Path runbooks, Function<String, Optional<String>> mistake) {
  private static final Pattern COMMAND =
      Pattern.compile("`\\./lab ([^`\\n]+)`|^ *\\./lab (.+)$", Pattern.MULTILINE);

  /** What people fill in for these is a number. */
  private static final Pattern FILLED_IN = Pattern.compile("(partition|offset) [A-Z]+\\b");

  /** Of Markdown; an address of elsewhere is not looked at, since that may need a network. */
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]+)[^)]*\\)");

  /** All that is wrong, a sentence each. */
  public List<String> problems(CheckedScenario scenario) {
    List<String> problems = new ArrayList<>();
    for (String step : scenario.steps()) {
      mistake
          .apply(step)
          .ifPresent(why -> problems.add("%s: step `%s`: %s".formatted(scenario.id(), step, why)));
    }
    Path folder = scenarios.resolve(scenario.id());
    scenario.prose().forEach((file, text) -> check(folder, folder + "/" + file, text, problems));
    Path runbook = runbooks.resolve(scenario.runbook());
    if (Files.isRegularFile(runbook)) {
      check(runbooks, "runbooks/" + scenario.runbook(), read(runbook), problems);
    } else {
      problems.add(
          "%s: runbook is '%s', and there is no such file in %s"
              .formatted(scenario.id(), scenario.runbook(), runbooks));
    }
    return problems;
  }

  private void check(Path folder, String file, String text, List<String> problems) {
    for (MatchResult match : COMMAND.matcher(text).results().toList()) {
      String command = (match.group(1) == null ? match.group(2) : match.group(1)).strip();
      mistake
          .apply(FILLED_IN.matcher(command).replaceAll("$1 1"))
          .ifPresent(why -> problems.add("%s: `./lab %s`: %s".formatted(file, command, why)));
    }
    for (MatchResult match : LINK.matcher(text).results().toList()) {
      if (!Files.exists(folder.resolve(match.group(1)))) {
        problems.add(
            "%s links to %s, and nothing is there; mend the link".formatted(file, match.group(1)));
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
