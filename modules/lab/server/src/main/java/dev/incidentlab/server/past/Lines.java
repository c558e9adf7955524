package dev.incidentlab.server.past;

import dev.incidentlab.api.Verb;
import dev.incidentlab.drill.JournalEntry;
import java.util.HashMap;
import java.util.Map;

/** The figures behind the journal's lines. */
public final class Lines {
  private Lines() {}

  /** Whether a line says that a verb was carried out. */
  static boolean isVerb(JournalEntry entry, Verb verb) {
    return entry.kind() == JournalEntry.Kind.VERB && verb.words().equals(entry.data().get("verb"));
  }

  /** What a verb was given. */
  static Map<String, String> arguments(JournalEntry entry) {
    return texts(entry.data().get("arguments"));
  }

  /** What a verb answered. */
  static Map<String, String> facts(JournalEntry entry) {
    return texts(entry.data().get("facts"));
  }

  /** A map as texts; empty if it is none. */
  public static Map<String, String> texts(Object map) {
    Map<String, String> texts = new HashMap<>();
    if (map instanceof Map<?, ?> entries) {
      entries.forEach((name, value) -> texts.put(name.toString(), String.valueOf(value)));
    }
    return texts;
  }
}
