package dev.incidentlab.server.past;

import dev.incidentlab.api.Verb;
import dev.incidentlab.drill.Alert;
import dev.incidentlab.drill.Alert.Severity;
import dev.incidentlab.drill.AlertBoard.Silence;
import dev.incidentlab.drill.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The alert board as the journal tells it: what fired, is over, was acknowledged or silenced. */
final class PastAlerts {
  private final List<Alert> alerts = new ArrayList<>();
  private final Map<String, Silence> silences = new LinkedHashMap<>();

  void take(JournalEntry entry) {
    if (entry.kind() == JournalEntry.Kind.ALERT) {
      alert(entry);
    } else if (Lines.isVerb(entry, Verb.ACK)) {
      for (String name : Lines.facts(entry).getOrDefault("alerts", "").split(", ")) {
        change(name, alert -> alert.acknowledged(entry.who(), Instant.parse(entry.wall())));
      }
    } else if (Lines.isVerb(entry, Verb.ALERTS_SILENCE)) {
      silence(entry);
    }
  }

  List<Alert> alerts() {
    return List.copyOf(alerts);
  }

  List<Silence> silences() {
    return List.copyOf(silences.values());
  }

  private void alert(JournalEntry entry) {
    Map<String, Object> data = entry.data();
    String name = (String) data.get("alert");
    String message = (String) data.get("message");
    Instant story = Instant.parse(entry.story());
    if ("firing".equals(data.get("state"))) {
      alerts.add(
          new Alert(
              alerts.size() + 1,
              name,
              Severity.valueOf((String) data.get("severity")),
              message,
              story,
              Instant.parse(entry.wall()),
              null,
              null,
              null));
    } else {
      change(name, alert -> alert.resolved(story, message));
    }
  }

  /** A rule has at most one firing alert. */
  private void change(String name, UnaryOperator<Alert> change) {
    alerts.replaceAll(
        alert -> alert.name().equals(name) && alert.firing() ? change.apply(alert) : alert);
  }

  private void silence(JournalEntry entry) {
    String which = Lines.arguments(entry).get("alert");
    Instant until = Instant.parse(Lines.facts(entry).get("until"));
    alerts.stream()
        .filter(a -> a.name().equals(which) || String.valueOf(a.id()).equals(which))
        .map(Alert::name)
        .findFirst()
        .ifPresent(rule -> silences.put(rule, new Silence(rule, entry.who(), until)));
  }
}
