package dev.incidentlab.drill.engine;

import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.drill.StoryClock;
import dev.incidentlab.drill.scenario.Scenario;
import dev.incidentlab.drill.scenario.Scenario.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What people write to the one on call, each message once and when it is time. Safe for many
 * threads.
 */
public final class MessageBoard {
  /** Figure of a message's line: its id. */
  public static final String MESSAGE = "message";

  /** Figure of the line of the message that is the page: true. */
  public static final String PAGES = "pages";

  private final Scenario scenario;
  private final Journal journal;
  private final StoryClock clock;
  private final List<Message> delivered = new ArrayList<>();

  /**
   * @param before ids of the messages that were delivered already
   */
  public MessageBoard(Scenario scenario, Journal journal, StoryClock clock, Set<String> before) {
    this.scenario = scenario;
    this.journal = journal;
    this.clock = clock;
    again(before);
  }

  /** Has it be as it was; nothing is journalled. */
  public final synchronized void again(Set<String> before) {
    delivered.clear();
    scenario.injects().stream().filter(m -> before.contains(m.id())).forEach(delivered::add);
  }

  /** The id of the message that a journal's line delivers; null if it does not. */
  public static String deliveredBy(JournalEntry entry) {
    return entry.kind() == Kind.MESSAGE ? (String) entry.data().get(MESSAGE) : null;
  }

  /** Delivers what is due by now. */
  public synchronized void deliverDue() {
    Instant now = clock.now();
    for (Message message : scenario.injects()) {
      if (!message.at().isAfter(now) && !delivered.contains(message)) {
        delivered.add(message);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(MESSAGE, message.id());
        data.put("from", message.from());
        if (message.pages()) {
          data.put(PAGES, true);
        }
        message.deadline().ifPresent(deadline -> data.put("deadline", deadline.toString()));
        message.expects().ifPresent(expects -> data.put("options", expects.options()));
        journal.write(
            message.from(), Kind.MESSAGE, "%s: %s".formatted(message.id(), message.text()), data);
      }
    }
  }

  /** What was delivered so far, in that order. */
  public synchronized List<Message> delivered() {
    return List.copyOf(delivered);
  }

  /** By when all should be right, as far as people have been told. */
  public synchronized Instant deadline() {
    Instant deadline = scenario.clock().deadline();
    for (Message message : delivered) {
      deadline = message.deadline().orElse(deadline);
    }
    return deadline;
  }
}
