package dev.incidentlab.drill.scenario;

import dev.incidentlab.drill.scenario.Scenario.Clock;
import dev.incidentlab.drill.scenario.Scenario.Expects;
import dev.incidentlab.drill.scenario.Scenario.Message;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads what people write to the one on call. */
final class MessageKeys {
  private final Function<LocalTime, Instant> instant;
  private final Clock clock;

  MessageKeys(Function<LocalTime, Instant> instant, Clock clock) {
    this.instant = instant;
    this.clock = clock;
  }

  Message message(Fields yaml) {
    Message message =
        new Message(
            yaml.text("id", "by which it is answered, for instance finance"),
            instant.apply(yaml.time("at", "story time of day")),
            yaml.text("from", "who writes"),
            yaml.text("text", "what is written"),
            yaml.optionalMap("expects", "the answer that is waited for", MessageKeys::expects),
            yaml.optionalTime("deadline", "the drill's from then on").map(instant),
            yaml.optionalFlag("pages", "whether this message is the page; then no alert has to be")
                .orElse(false));
    if (!ScenarioKeys.ID.matcher(message.id()).matches()) {
      yaml.problem(
          "id",
          "id is '%s'; use small letters, digits and hyphens, at most 41".formatted(message.id()));
    }
    if (message.pages() && !message.at().equals(clock.page())) {
      yaml.problem(
          "at",
          "a message that pages is written at clock.page, %s, not at %s"
              .formatted(clock.page(), message.at()));
    }
    return message;
  }

  /** At most one of the messages is the page, and names are their own. */
  List<Message> paged(Fields yaml, List<Message> messages) {
    ScenarioKeys.unique(yaml, "injects", messages, Message::id);
    if (messages.stream().filter(Message::pages).count() > 1) {
      yaml.problem("injects", "injects has several that page; one may");
    }
    return messages;
  }

  private static Expects expects(Fields yaml) {
    String answer = yaml.text("answer", "the right one of the options");
    List<String> options = yaml.texts("options", "what may be answered, for instance yes and no");
    Optional<String> known = options.stream().filter(answer::equals).findFirst();
    if (options.size() < 2 || known.isEmpty()) {
      yaml.problem(
          "options",
          "options must be at least two and have the answer '%s', but are %s"
              .formatted(answer, options));
    }
    return new Expects(answer, options, yaml.duration("within", "story time from the message on"));
  }
}
