package dev.incidentlab.server.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LetterTest {
  private static final Instant TIME = Instant.parse("2026-03-03T09:21:05Z");

  private static LetterRecord letter(
      long at, String topicId, long offset, String reason, String job) {
    return new LetterRecord(at, topicId, position(offset), TIME, "2", reason, job, "", "");
  }

  private static LetterRecord resolution(long at, String topicId, long offset, String by) {
    return new LetterRecord(at, topicId, position(offset), TIME, "", "", "", "redriven", by);
  }

  private static LetterPosition position(long offset) {
    return new LetterPosition("ad-events", 1, offset);
  }

  @Test
  void copiesCollapseAndTheNewestOneSaysWhy() {
    List<Letter> letters =
        Letter.collapse(
            List.of(
                letter(3, "id", 41, "MALFORMED", "ingest"),
                letter(5, "id", 41, "MALFORMED", "ingest"),
                letter(9, "id", 41, "UNKNOWN_SCHEMA_ID", "replay-1")));

    assertThat(letters).hasSize(1);
    Letter one = letters.get(0);
    assertThat(one.number()).isEqualTo(3);
    assertThat(one.newest()).isEqualTo(9);
    assertThat(one.reason()).isEqualTo("UNKNOWN_SCHEMA_ID");
    assertThat(one.jobs()).containsExactly("ingest", "replay-1");
    assertThat(one.resolved()).isFalse();
  }

  @Test
  void theSamePositionOfAnotherTopicIsAnotherLetter() {
    assertThat(
            Letter.collapse(
                List.of(
                    letter(3, "id", 41, "MALFORMED", ""), letter(5, "new", 41, "MALFORMED", ""))))
        .extracting(Letter::topicId)
        .containsExactly("id", "new");
  }

  @Test
  void aResolutionIsForItsPositionOnly() {
    List<Letter> letters =
        Letter.collapse(
            List.of(
                letter(1, "id", 41, "MALFORMED", ""),
                letter(2, "id", 42, "MALFORMED", ""),
                letter(3, "new", 41, "MALFORMED", ""),
                resolution(4, "id", 41, "redrive-1 of ada"),
                resolution(5, "id", 41, "redrive-2 of bob")));

    assertThat(letters).extracting(Letter::resolved).containsExactly(true, false, false);
    assertThat(letters.get(0).resolvedBy()).isEqualTo("redrive-1 of ada");
  }

  @Test
  void aCopyThatComesAfterTheResolutionChangesNothing() {
    List<Letter> letters =
        Letter.collapse(
            List.of(
                letter(1, "id", 41, "MALFORMED", "ingest"),
                resolution(2, "id", 41, "redrive-1"),
                letter(3, "id", 41, "MALFORMED", "replay-1")));

    assertThat(letters).extracting(Letter::resolved).containsExactly(true);
  }

  @Test
  void aResolutionOfNoLetterIsNoLetter() {
    assertThat(Letter.collapse(List.of(resolution(2, "id", 41, "redrive-1")))).isEmpty();
  }
}
