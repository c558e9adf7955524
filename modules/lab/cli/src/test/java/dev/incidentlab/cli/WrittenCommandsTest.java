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
import java.util.stream.Collectors;
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

  /** Several words, of which the first may be a verb's; a list of second words has bars. */
  private static final Pattern IN_PASSING = Pattern.compile("`([a-z][a-z-]*)\\s+([^`\\s]+)[^`]*`");

  /** First words of spans that are about other programs; an acceptance test runs these. */
  private static final Set<String> OTHERS =
      Set.of("curl", "docker", "duckdb", "export", "jq", "ls", "mvn", "source", "tail");

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
  void whatIsNamedInPassingIsAVerb() throws IOException {
    Set<String> verbs = Grammar.all().stream().map(Syntax::words).collect(Collectors.toSet());
    List<String> named =
        files().stream()
            .map(WrittenCommandsTest::text)
            .map(text -> text.replaceAll("(?s)\\n```.*?\\n```", ""))
            .flatMap(text -> IN_PASSING.matcher(text).results())
            .filter(span -> !OTHERS.contains(span.group(1)))
            .filter(span -> !verbs.contains(span.group(1)))
            .flatMap(
                span -> Stream.of(span.group(2).split("\\|")).map(w -> span.group(1) + " " + w))
            .toList();

    assertThat(named).hasSizeGreaterThan(10).allMatch(verbs::contains);
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
