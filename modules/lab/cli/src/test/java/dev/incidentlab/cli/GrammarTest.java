package dev.incidentlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.Parameter;
import dev.incidentlab.api.Request;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.drill.StepWords;
import dev.incidentlab.cli.view.Style;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    Topic topic = byWords.get(verb.words()).topic();
    if (verb == Verb.STOP || verb == Verb.REWIND) {
      // They end the drill, or an attempt at it, and are listed with what begins it.
      assertThat(topic).isEqualTo(Topic.DRILL);
      return;
    }

    switch (verb.effect()) {
      case LOOKS ->
          assertThat(topic.name())
              .matches(verb.words().matches("score|solution|debrief|grade") ? "JUDGE" : "LOOK_.*");
      case ACTS -> assertThat(topic.name()).startsWith("ACT_");
      case JUDGES -> assertThat(topic).isEqualTo(Topic.JUDGE);
    }
  }

  /** What is typed is what is sent; the rest is the command line's own, or the API's. */
  @ParameterizedTest
  @EnumSource(Verb.class)
  void argumentsAreThoseThatTheVerbTakes(Verb verb) {
    Set<String> ownOfCommandLine = Set.of("watch", "follow", "wait", "all");
    Set<String> ownOfApi = verb == Verb.JOURNAL ? Set.of("waitMillis") : Set.of();
    List<Argument> typed = byWords.get(verb.words()).arguments();

    Set<String> taken =
        Request.of(verb).parameters().stream().map(Parameter::name).collect(Collectors.toSet());

    taken.removeAll(ownOfApi);
    assertThat(typed)
        .extracting(Argument::key)
        .filteredOn(key -> !ownOfCommandLine.contains(key))
        .containsAll(taken)
        .isSubsetOf(taken);
    for (Argument argument : typed) {
      Request.of(verb)
          .parameter(argument.key())
          .ifPresent(
              parameter -> {
                assertThat(argument.required()).isEqualTo(parameter.required());
                if (argument.constant() != null) {
                  assertThat(parameter.allows(argument.constant())).isTrue();
                }
              });
    }
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void answersAreShownAsWhatTheVerbAnswers(Verb verb) {
    if (byWords.get(verb.words()).action() instanceof VerbAction<?> action) {
      assertThat(action.type()).isEqualTo(Request.of(verb).answer());
      assertThat(action.verb()).isEqualTo(verb);
    }
  }

  @Test
  void aSmallTerminalShowsAllVerbsWithoutScrolling() {
    List<String> overview = HelpView.overview(Grammar.all(), new Style(false));

    assertThat(overview).hasSizeLessThan(24).allMatch(line -> line.length() <= Style.WIDTH);
    assertThat(String.join("\n", overview))
        .contains(
            "table history|files|diff", "replay plan|progress", "producer stop|start|rollback");
  }

  @Test
  void whatNoLabIsAskedForIsKnown() {
    List<String> ofLab = Arrays.stream(Verb.values()).map(Verb::words).toList();

    assertThat(byWords.keySet())
        .filteredOn(words -> !ofLab.contains(words))
        .containsExactlyInAnyOrder(
            "drill",
            "list",
            "doctor",
            "completion",
            "resume",
            "clean",
            "watch",
            "replay-run",
            "dev check",
            "dev new");
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
