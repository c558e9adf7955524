package dev.incidentlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.drill.StepWords;
import dev.incidentlab.cli.view.Style;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParseResult;

class GrammarTest {
  private final Map<String, Syntax> byWords =
      Grammar.all().stream().collect(Collectors.toMap(Syntax::words, s -> s));

  @ParameterizedTest
  @EnumSource(Verb.class)
  void everyVerbOfTheLabIsTypedWithItsOwnWords(Verb verb) {
    assertThat(byWords).containsKey(verb.words());
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void verbsAreListedByWhatTheyDoToTheLab(Verb verb) {
    if (verb == Verb.STOP) {
      return; // Ends the drill, and is listed with what begins it.
    }

    Topic topic = byWords.get(verb.words()).topic();

    assertThat(topic)
        .isEqualTo(
            switch (verb.effect()) {
              case LOOKS -> Topic.LOOK;
              case ACTS -> Topic.ACT;
              case JUDGES -> Topic.JUDGE;
            });
  }

  @Test
  void onlyDrillListAndDoctorAreNoVerbsOfTheLab() {
    List<String> ofLab = Arrays.stream(Verb.values()).map(Verb::words).toList();

    assertThat(byWords.keySet())
        .filteredOn(words -> !ofLab.contains(words))
        .containsExactlyInAnyOrder("drill", "list", "doctor", "completion", "resume");
  }

  static List<Syntax> all() {
    return Grammar.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void theExampleOfEveryVerbIsRight(Syntax syntax) {
    assertThat(syntax.example()).startsWith(syntax.words());

    ParseResult leaf =
        CommandTree.of(Grammar.all())
            .parseArgs(StepWords.split(syntax.example()).toArray(String[]::new));
    while (leaf.hasSubcommand()) {
      leaf = leaf.subcommand();
    }

    assertThat(((Syntax) leaf.commandSpec().userObject()).words()).isEqualTo(syntax.words());
    assertThat(Arguments.of(syntax, leaf)).isNotNull();
  }

  /** As a shell splits it: what stands in quotes is one word. */
  @ParameterizedTest
  @MethodSource("all")
  void helpNamesEveryArgumentAndGivesAnExample(Syntax syntax) {
    String help = String.join("\n", HelpView.verb(syntax, new Style(false)));

    assertThat(help).contains("Example: ./lab " + syntax.example(), syntax.summary(), "--run");
    assertThat(syntax.arguments())
        .allSatisfy(
            a ->
                // A long description goes on in the next line.
                assertThat(help.replaceAll("\\s+", " ")).contains(a.typed(), a.description()));
    assertThat(help.lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Style.WIDTH));
  }
}
