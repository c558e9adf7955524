package dev.incidentlab.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.drill.Condition.Comparison;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertBoardTest {
  private static final AlertRule RULE =
      new AlertRule(
          "freshness",
          Alert.Severity.PAGE,
          new Condition("table.freshness", Comparison.ABOVE, 600, "10m"),
          Optional.empty());

  @TempDir Path folder;
  private final InstantSource wall = InstantSource.fixed(Instant.parse("2027-01-01T00:00:00Z"));
  private final StoryClock clock = new StoryClock(Instant.parse("2026-03-03T09:30:00Z"), wall);
  private Journal journal;
  private AlertBoard board;

  @BeforeEach
  void open() {
    journal = new Journal(folder.resolve("journal.jsonl"), wall, clock);
    board = new AlertBoard(journal, clock, wall);
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void firesOnceWhileTheConditionHolds() {
    board.observe(RULE, Observation.of(601, "10 min 01 s old"));
    board.observe(RULE, Observation.of(700, "11 min 40 s old"));

    assertThat(board.all()).hasSize(1);
    assertThat(board.all().get(0).firing()).isTrue();
    assertThat(journal.after(0))
        .extracting(JournalEntry::kind)
        .containsOnly(JournalEntry.Kind.ALERT);
  }

  @Test
  void doesNotFireAtTheLimit() {
    board.observe(RULE, Observation.of(600, "10 min 00 s old"));
    assertThat(board.all()).isEmpty();
  }

  @Test
  void isAsItWasOnceMoreAndTheNextAlertHasTheNextNumber() {
    board.observe(RULE, Observation.of(601, "10 min 01 s old"));
    List<Alert> before = board.all();
    board.observe(RULE, Observation.of(1, "1 s old"));
    board.observe(RULE, Observation.of(700, "11 min 40 s old"));
    board.silence("2", Duration.ofMinutes(5), "ann");
    int lines = journal.after(0).size();

    board.again(before, List.of());

    assertThat(board.all()).isEqualTo(before);
    assertThat(board.silence(RULE.name())).isEmpty();
    assertThat(journal.after(0)).hasSize(lines);
    board.observe(RULE, Observation.of(1, "1 s old"));
    board.observe(RULE, Observation.of(700, "11 min 40 s old"));
    assertThat(board.all()).extracting(Alert::id).containsExactly(1, 2);
  }

  @Test
  void isANewAlertWhenItComesBack() {
    board.observe(RULE, Observation.of(601, "old"));
    board.observe(RULE, Observation.of(1, "fresh"));
    board.observe(RULE, Observation.of(602, "old again"));

    assertThat(board.all()).extracting(Alert::firing).containsExactly(false, true);
    assertThat(board.all()).extracting(Alert::id).containsExactly(1, 2);
  }

  @Test
  void aSilenceHoldsForTheRuleAndForItsTime() {
    board.observe(RULE, Observation.of(601, "old"));

    AlertBoard.Silence silence = board.silence("1", Duration.ofMinutes(30), "ann");

    assertThat(silence.until()).isEqualTo(Instant.parse("2026-03-03T10:00:00Z"));
    assertThat(board.silence("freshness")).contains(silence);
    assertThat(board.all().get(0).firing()).isTrue();
    clock.hold(Instant.parse("2026-03-03T10:00:00Z"));
    assertThat(board.silence("freshness")).isEmpty();
  }

  @Test
  void onlyWhatFiredCanBeSilenced() {
    assertThatThrownBy(() -> board.silence("freshness", Duration.ofMinutes(30), "ann"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alerts silence: no alert is called 'freshness'; alerts: []");
  }

  @Test
  void remembersTheFirstWhoAcknowledged() {
    board.observe(RULE, Observation.of(601, "old"));

    assertThat(board.acknowledge("freshness", "ann")).hasSize(1);
    assertThat(board.acknowledge(null, "bob")).isEmpty();
    assertThat(board.all().get(0).acknowledgedBy()).isEqualTo("ann");
  }

  @Test
  void namesTheFiringOnesWhenAnotherIsMeant() {
    board.observe(RULE, Observation.of(601, "old"));
    assertThatThrownBy(() -> board.acknowledge("fresh", "ann"))
        .hasMessage("ack: no firing alert is called 'fresh'; firing: [freshness]");
  }

  @Test
  void saysSoWhenNothingFires() {
    assertThatThrownBy(() -> board.acknowledge(null, "ann"))
        .hasMessageContaining("no alert is firing");
  }
}
