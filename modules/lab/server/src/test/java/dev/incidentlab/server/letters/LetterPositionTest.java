package dev.incidentlab.server.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterPositionTest {
  @Test
  void readsWhatItPrints() {
    LetterPosition position = LetterPosition.parse("v", "ad-events/2/41");

    assertThat(position).isEqualTo(new LetterPosition("ad-events", 2, 41));
    assertThat(position).hasToString("ad-events/2/41");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ad-events", "ad-events/2", "ad-events/2/x", "/2/41", "a/2/41/3", "a/-1/4"})
  void refusesWhatIsNoPosition(String text) {
    assertThatThrownBy(() -> LetterPosition.parse("dead-letters show", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("dead-letters show: '" + text + "' is no position of a record")
        .hasMessageContaining("write TOPIC/PARTITION/OFFSET");
  }

  @Test
  void refusesNumbersBeyondLong() {
    assertThatThrownBy(() -> LetterPosition.parse("v", "a/2/99999999999999999999"))
        .hasMessageContaining("is no position");
  }
}
