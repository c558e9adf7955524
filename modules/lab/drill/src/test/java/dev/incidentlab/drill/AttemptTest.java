package dev.incidentlab.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.drill.JournalEntry.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttemptTest {
  private final List<JournalEntry> journal = new ArrayList<>();

  @Test
  void aRunThatWasNeverPutBackIsOneAttempt() {
    add("drill", Map.of());
    add("page", Map.of());

    Attempt attempt = Attempt.newest(journal);

    assertThat(attempt.number()).isEqualTo(1);
    assertThat(attempt.begun()).isEmpty();
    assertThat(attempt.lines()).isEqualTo(journal);
  }

  @Test
  void whatLiesBetweenThePageAndTheNewestRewindDoesNotCount() {
    add("drill", Map.of());
    add("page", Map.of());
    add("first", Map.of());
    add("back", Attempt.begins(2, 2));
    add("second", Map.of());
    add("back again", Attempt.begins(3, 2));
    add("third", Map.of());

    Attempt attempt = Attempt.newest(journal);

    assertThat(attempt.number()).isEqualTo(3);
    assertThat(attempt.begun()).contains(journal.get(5));
    assertThat(attempt.lines())
        .extracting(JournalEntry::text)
        .containsExactly("drill", "page", "back again", "third");
  }

  @Test
  void onlyItsOwnLinesBeginOne() {
    add("drill", Map.of("attempt", "no number", "page", 1));
    add("drill", Map.of("attempt", 4));

    assertThat(Attempt.newest(journal).number()).isEqualTo(1);
  }

  private void add(String text, Map<String, Object> data) {
    String time = Instant.EPOCH.toString();
    journal.add(new JournalEntry(journal.size() + 1L, time, time, "lab", Kind.LAB, text, data));
  }
}
