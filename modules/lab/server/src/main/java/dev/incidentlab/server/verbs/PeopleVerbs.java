package dev.incidentlab.server.verbs;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.Verb;
import dev.incidentlab.drill.AlertBoard.Silence;
import dev.incidentlab.drill.Attempt;
import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.scenario.Scenario.Expects;
import dev.incidentlab.drill.scenario.Scenario.Message;
import dev.incidentlab.server.run.RunState;
import dev.incidentlab.server.run.RunState.GivenHint;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code say}, {@code note}, {@code hint} and {@code alerts silence}. */
final class PeopleVerbs {
  private static final int LONGEST_TEXT = 2_000;
  private static final Duration LONGEST_SILENCE = Duration.ofHours(24);

  private final RunState state;

  PeopleVerbs(RunState state) {
    this.state = state;
  }

  Done say(Arguments arguments, String who) {
    String text = text(arguments);
    Optional<String> to = arguments.text("to");
    Optional<String> answer = arguments.text("answer");
    if (to.isEmpty()) {
      if (answer.isPresent()) {
        throw new IllegalArgumentException(
            "say: --answer is '%s', but to whom is missing; add --to and a message's name"
                .formatted(answer.get()));
      }
      return new Done("\"%s\"".formatted(text), Map.of("to", "stakeholders"), "");
    }
    Message message = message(to.get());
    List<String> options = message.expects().map(Expects::options).orElse(List.of());
    if (!options.isEmpty() && answer.filter(options::contains).isEmpty()) {
      throw new IllegalArgumentException(
          "say: %s waits for an answer in one word, and --answer is '%s'; it must be one of %s"
              .formatted(to.get(), answer.orElse(""), String.join(", ", options)));
    }
    return new Done(
        "\"%s\"%s".formatted(text, answer.map(word -> " (" + word + ")").orElse("")),
        Map.of("to", message.from()),
        "");
  }

  private Message message(String id) {
    List<Message> delivered = state.messages().delivered();
    return delivered.stream()
        .filter(message -> message.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "say: nobody wrote '%s'; messages: %s"
                        .formatted(
                            id,
                            delivered.isEmpty()
                                ? "none so far"
                                : String.join(
                                    ", ", delivered.stream().map(Message::id).toList()))));
  }

  /** Whether somebody answered a message in this attempt. */
  static boolean answered(Journal journal, String id) {
    return Attempt.newest(journal.after(0)).lines().stream()
        .anyMatch(
            line ->
                Verb.SAY.words().equals(line.data().get("verb"))
                    && line.data().get("arguments") instanceof Map<?, ?> arguments
                    && id.equals(arguments.get("to")));
  }

  Done note(Arguments arguments, String who) {
    return new Done("\"%s\"".formatted(text(arguments)), Map.of("to", "journal"), "");
  }

  Done hint(Arguments arguments, String who) {
    int all = state.scenario().hints().size();
    GivenHint given =
        state
            .nextHint()
            .orElseThrow(
                () ->
                    new Refusal(
                        "hint: there is no further one; all %d were given, `./lab journal` has them"
                            .formatted(all)));
    return new Done(
        "%d of %d: %s".formatted(given.number(), all, given.hint().text()),
        Map.of("cost", "%d points".formatted(given.hint().cost())),
        "");
  }

  Done silence(Arguments arguments, String who) {
    Duration length =
        arguments
            .duration("for")
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "alerts silence: --for is missing; say how long, for instance --for 30m"));
    if (length.isNegative() || length.isZero() || length.compareTo(LONGEST_SILENCE) > 0) {
      throw new IllegalArgumentException(
          "alerts silence: --for is %s; it must be above 0 and at most 24h"
              .formatted(arguments.text("for").orElseThrow()));
    }
    Silence silence = state.alerts().silence(arguments.required("alert"), length, who);
    String until = silence.until().truncatedTo(ChronoUnit.SECONDS).toString();
    return new Done(
        "%s calls nobody until %s in the story.".formatted(silence.rule(), until),
        Map.of("until", until),
        "");
  }

  private static String text(Arguments arguments) {
    String text = arguments.required("text").strip();
    if (text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException(
          "%s: the text has %,d characters; at most %,d are kept"
              .formatted(arguments.verb(), text.length(), LONGEST_TEXT));
    }
    return text;
  }
}
