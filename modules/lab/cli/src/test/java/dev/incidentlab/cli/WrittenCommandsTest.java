package dev.incidentlab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.incidentlab.cli.drill.StepWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParseResult;

/**
 * What README and runbooks tell people to type is what the command line takes. An acceptance test
 * runs it as well; this one says so within a second.
 */
class WrittenCommandsTest {
  private static final Path PROJECT = Path.of("../../..");

  /** In code spans, and on lines of their own in code blocks, up to a comment. */
  private static final Pattern COMMAND =
      Pattern.compile("(?:`|(?m:^\\s*))\\./lab ([^`\\n#]*?)\\s*(?:`|#|(?m:$))");

  /** A span that goes on in the next line could not be copied from a terminal, nor is it found. */
  private static final Pattern BROKEN = Pattern.compile("`\\./lab [^`\\n]*\\n[^`\\n]+`");

  /** The launcher takes these before the program sees them. */
  private static final Set<String> OF_LAUNCHER = Set.of("tool", "bench");

  record Written(Path file, String command) {}

  static List<Written> commands() throws IOException {
    return files().stream()
        .flatMap(WrittenCommandsTest::commands)
        .filter(w -> !OF_LAUNCHER.contains(w.command().split(" ", 2)[0]))
        // Words in capitals and options of the program itself stand for something.
        .filter(w -> !w.command().matches("--help|VERB --help"))
        .toList();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> runbooks = Files.list(PROJECT.resolve("runbooks"))) {
      return Stream.concat(Stream.of(PROJECT.resolve("README.md")), runbooks.sorted()).toList();
    }
  }

  private static Stream<Written> commands(Path file) {
    return COMMAND
        .matcher(text(file))
        .results()
        .map(match -> new Written(file.getFileName(), match.group(1).strip()));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isTaken(Written written) {
    // What people fill in for these is a number.
    String filledIn = written.command().replaceAll("(partition|offset) [A-Z]+\\b", "$1 1");
    List<String> words = StepWords.split(filledIn);

    assertThatCode(
            () -> {
              ParseResult leaf =
                  CommandTree.of(Grammar.all()).parseArgs(words.toArray(String[]::new));
              while (leaf.hasSubcommand()) {
                leaf = leaf.subcommand();
              }
              Arguments.of((Syntax) leaf.commandSpec().userObject(), leaf);
            })
        .as("%s: ./lab %s", written.file(), written.command())
        .doesNotThrowAnyException();
  }

  @Test
  void everyPlaceHasSome() throws IOException {
    assertThat(commands().stream().map(Written::file).distinct())
        .containsExactlyElementsOf(files().stream().map(Path::getFileName).toList());
    assertThat(commands()).hasSizeGreaterThan(100);
  }

  @Test
  void eachIsOnOneLine() throws IOException {
    assertThat(files())
        .allSatisfy(file -> assertThat(text(file)).as("%s", file).doesNotContainPattern(BROKEN));
  }
}
