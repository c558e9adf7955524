package dev.incidentlab.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StepWordsTest {
  static Stream<Arguments> commands() {
    return Stream.of(
        Arguments.of("job restart", List.of("job", "restart")),
        Arguments.of("  job \t restart\n", List.of("job", "restart")),
        Arguments.of(
            "flag set decoding 'two words'", List.of("flag", "set", "decoding", "two words")),
        Arguments.of("a \"b \\\" c\" d", List.of("a", "b \" c", "d")),
        Arguments.of("a 'b \\ c'", List.of("a", "b \\ c")),
        Arguments.of("a \"b\\n\"", List.of("a", "b\\n")),
        Arguments.of("a b\\ c", List.of("a", "b c")),
        Arguments.of("--from=\"07:30\"", List.of("--from=07:30")),
        Arguments.of("a '' \"\"", List.of("a", "", "")),
        Arguments.of("", List.of()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void wordsAreSplitAsAShellWould(String command, List<String> words) {
    assertThat(StepWords.split(command)).isEqualTo(words);
  }

  @Test
  void anOpenQuoteIsNamed() {
    assertThatThrownBy(() -> StepWords.split("flag set 'x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("step 'flag set 'x' has a quote ' that is not closed");
  }
}
