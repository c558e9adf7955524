package dev.incidentlab.grading.score;

import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.scenario.Scenario.Expects;
import dev.incidentlab.drill.scenario.Scenario.Message;
import dev.incidentlab.grading.score.Score.Dimension;
import dev.incidentlab.grading.score.Score.Measure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether stakeholders heard in time, and whether those who asked were answered, and rightly. */
final class Communication {
  static final String NAME = "communication";

  private static final String BASED_ON =
      "journal lines of `say`, from the page to recovery, or to the end if there was none, and of the"
          + " messages that were to be answered; story clock";

  private final RunFacts facts;
  private final Duration cadence;
  private final List<JournalEntry> said;

  Communication(RunFacts facts) {
    this.facts = facts;
    this.cadence = facts.scenario().scoring().updates();
    this.said = facts.journal().verbs("say");
  }

  Dimension dimension() {
    List<Measure> measures = new ArrayList<>();
    Duration longest = Duration.ZERO;
    long late = 0;
    Instant before = facts.scenario().clock().page();
    for (Instant point : points()) {
      Duration silence = Duration.between(before, point);
      longest = silence.compareTo(longest) > 0 ? silence : longest;
      late += silence.compareTo(cadence) > 0 ? 1 : 0;
      before = point;
    }
    measures.add(Measure.count("given", said.size(), "updates"));
    measures.add(
        new Measure(
            "longest silence",
            "%s story; asked for: every %s".formatted(Times.span(longest), Times.span(cadence)),
            Times.seconds(longest),
            "story s"));
    measures.add(Measure.count("silences longer than asked for", late, "times"));
    List<Measure> answers = answers();
    measures.addAll(answers);
    return new Dimension(NAME, summary(late, answers), measures, BASED_ON);
  }

  /** What is said once all is right is courtesy; silence after that harms nobody. */
  private List<Instant> points() {
    Instant end = new Times(facts).recoveredAt().orElse(facts.end());
    List<Instant> points =
        new ArrayList<>(
            said.stream().map(RunJournal::story).filter(at -> !at.isAfter(end)).toList());
    points.add(end);
    return points;
  }

  private String summary(long late, List<Measure> answers) {
    String updates =
        said.isEmpty()
            ? "stakeholders heard nothing"
            : late == 0 ? "at the cadence asked for" : "silent for longer than asked for";
    long right = answers.stream().filter(answer -> answer.value() == 1).count();
    return answers.isEmpty()
        ? updates
        : "%s; %d of %d questions answered rightly and in time"
            .formatted(updates, right, answers.size());
  }

  private List<Measure> answers() {
    List<Measure> answers = new ArrayList<>();
    for (Message message : facts.scenario().injects()) {
      Optional<JournalEntry> asked = facts.journal().message(message.id());
      if (message.expects().isPresent() && asked.isPresent()) {
        answers.add(answer(message.id(), message.expects().get(), RunJournal.story(asked.get())));
      }
    }
    return answers;
  }

  private Measure answer(String id, Expects expects, Instant asked) {
    String what = "answer to " + id;
    Optional<JournalEntry> last =
        said.stream().filter(line -> id.equals(argument(line, "to"))).reduce((a, b) -> b);
    if (last.isEmpty()) {
      return new Measure(what, "none; right: " + expects.answer(), 0.0, "right");
    }
    String given = argument(last.get(), "answer");
    Duration took = Duration.between(asked, RunJournal.story(last.get()));
    boolean right = expects.answer().equals(given);
    boolean inTime = took.compareTo(expects.within()) <= 0;
    return new Measure(
        what,
        "%s after %s story%s%s"
            .formatted(
                given == null ? "no answer in one word" : given,
                Times.span(took),
                right ? "" : "; right: " + expects.answer(),
                inTime ? "" : "; asked for: within " + Times.span(expects.within())),
        right && inTime ? 1.0 : 0.0,
        "right");
  }

  private static String argument(JournalEntry line, String name) {
    return line.data().get("arguments") instanceof Map<?, ?> arguments
            && arguments.get(name) instanceof String value
        ? value
        : null;
  }
}
