package dev.incidentlab.cli;

import dev.incidentlab.api.Answer;
import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.Request;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.view.DoneView;
import dev.incidentlab.cli.view.View;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One verb: how it is typed, what it is for, and what it does.
 *
 * @param words as typed, for instance {@code job restart}
 * @param example a complete command without {@code ./lab}
 * @param facts whether it prints facts, which {@code --json} gives as JSON
 * @param rule what is wrong with arguments that are each right; null if nothing is
 */
record Syntax(
    Topic topic,
    String words,
    String summary,
    String example,
    boolean facts,
    List<Argument> arguments,
    Function<Arguments, String> rule,
    Action action) {
  private static final List<String> ON_THIS_MACHINE =
      List.of("doctor", "completion", "list", "dev new", "dev check");

  /** Headings of the list of verbs. */
  enum Topic {
    DRILL("The drill"),
    LOOK_STATE("Look: how it stands"),
    LOOK_DATA("Look: data"),
    LOOK_DOWNSTREAM("Look: downstream"),
    LOOK_REPAIR("Look: repair"),
    ACT_PEOPLE("Act: people and story"),
    ACT_PLATFORM("Act: platform"),
    ACT_REPAIR("Act: repair"),
    ACT_DOWNSTREAM("Act: downstream"),
    ACT_UPSTREAM("Act: upstream"),
    JUDGE("Judge");

    private final String heading;

    Topic(String heading) {
      this.heading = heading;
    }

    String heading() {
      return heading;
    }
  }

  /** What a verb does. */
  @FunctionalInterface
  interface Action {
    /**
     * @return exit status: 0 for ok or PASS, 1 for FAIL, 2 for ERROR
     */
    int run(Call call) throws Exception;
  }

  /** A verb whose arguments need no rule beyond their own. */
  static Syntax of(
      Topic topic,
      String words,
      String summary,
      String example,
      List<Argument> arguments,
      Action action) {
    return new Syntax(topic, words, summary, example, true, arguments, a -> null, action);
  }

  /**
   * A verb of the lab.
   *
   * @param example what stands behind its words
   */
  static Syntax of(
      Topic topic, Verb verb, String example, List<Argument> arguments, Action action) {
    return of(
        topic,
        verb.words(),
        Request.of(verb).summary(),
        example.isEmpty() ? verb.words() : verb.words() + " " + example,
        arguments,
        action);
  }

  /** A verb of the lab whose answer is shown. */
  static <A extends Answer> Syntax of(
      Topic topic,
      Verb verb,
      String example,
      Class<A> answer,
      View<A> view,
      Argument... arguments) {
    return of(topic, verb, example, List.of(arguments), new VerbAction<>(verb, answer, view));
  }

  /** A verb of the lab that says what it did. */
  static Syntax done(Topic topic, Verb verb, String example, Argument... arguments) {
    return of(topic, verb, example, Done.class, DoneView::lines, arguments);
  }

  /** The same verb with a rule that spans arguments. */
  Syntax where(Function<Arguments, String> spanning) {
    return new Syntax(topic, words, summary, example, facts, arguments, spanning, action);
  }

  /** The same verb without {@code --json}. */
  Syntax withoutJson() {
    return new Syntax(topic, words, summary, example, false, arguments, rule, action);
  }

  /** Whether a lab in a container has to be asked; the rest is about this machine. */
  boolean relayed() {
    return !ON_THIS_MACHINE.contains(words);
  }

  boolean startsWith(String firstWord) {
    return firstWord.isEmpty() || words.startsWith(firstWord + " ");
  }

  String usage() {
    return "./lab "
        + words
        + arguments.stream().map(a -> " " + a.synopsis()).collect(Collectors.joining());
  }
}
