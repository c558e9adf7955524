package dev.incidentlab.server.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.delta.UpsertRequest.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static final Instant TODAY = Instant.parse("2026-03-03T09:31:00Z");

  @Test
  void timesOfDayAreOfTheStorysDay() {
    Arguments arguments = of("from", "07:30");
    assertThat(arguments.storyTime("from", TODAY)).contains(Instant.parse("2026-03-03T07:30:00Z"));
    assertThat(of("from", "2026-03-02T23:00:00Z").storyTime("from", TODAY))
        .contains(Instant.parse("2026-03-02T23:00:00Z"));
  }

  @Test
  void durationsAreWrittenAsInScenarios() {
    assertThat(of("byDuration", "2h").duration("byDuration")).contains(Duration.ofHours(2));
    assertThat(of("byDuration", "90s").duration("byDuration")).contains(Duration.ofSeconds(90));
  }

  @Test
  void choicesAreWrittenWithDashes() {
    assertThat(of("mode", "insert-missing").choice("mode", Mode.class, Mode.UPSERT))
        .isEqualTo(Mode.INSERT_MISSING);
    assertThatThrownBy(() -> of("mode", "merge").choice("mode", Mode.class, Mode.UPSERT))
        .hasMessage(
            "replay run: mode must be one of upsert, replace, insert-missing, append, but is 'merge'");
  }

  @Test
  void saysWhatIsWrongWithAValue() {
    assertThatThrownBy(() -> of("from", "half past seven").storyTime("from", TODAY))
        .hasMessage(
            "replay run: from must be a story time such as 09:30 or 2026-03-03T09:30:00Z, but is 'half past seven'");
    assertThatThrownBy(() -> of("lines", "ten").wholeNumber("lines", 1))
        .hasMessage("replay run: lines must be a whole number, but is 'ten'");
  }

  @Test
  void countsAndOffsetsHaveTheirBounds() {
    assertThat(of("limit", "7").wholeNumber("limit", 5, 10)).isEqualTo(7);
    assertThatThrownBy(() -> of("limit", "11").wholeNumber("limit", 5, 10))
        .hasMessage("replay run: limit is 11; it must be from 1 to 10");
    assertThatThrownBy(() -> of("offset", "-1").offset("offset"))
        .hasMessage("replay run: offset is -1; it must not be below 0");
    assertThat(of("offsets", "0=12,1=9").offsets("offsets")).isEqualTo(Map.of(0, 12L, 1, 9L));
    assertThatThrownBy(() -> of("offsets", "0:12").offsets("offsets"))
        .hasMessage("replay run: offsets must be PARTITION=OFFSET,…, but is '0:12'");
  }

  @Test
  void sizesAreInPowersOf1024() {
    assertThat(of("targetSize", "512KB").bytes("targetSize", 1)).isEqualTo(512 << 10);
    assertThat(of("targetSize", "2GB").bytes("targetSize", 1)).isEqualTo(2L << 30);
    assertThat(of("other", "x").bytes("targetSize", 7)).isEqualTo(7);
    assertThatThrownBy(() -> of("targetSize", "64").bytes("targetSize", 1))
        .hasMessage(
            "replay run: targetSize must be a size such as 512KB, 64MB or 1GB, but is '64'");
  }

  @Test
  void namesAreSeparatedByCommas() {
    assertThat(of("zorderBy", "a,b").names("zorderBy")).containsExactly("a", "b");
    assertThat(of("other", "x").names("zorderBy")).isEmpty();
  }

  @Test
  void namesWhatIsMissing() {
    assertThatThrownBy(() -> of("from", " ").required("from"))
        .hasMessage("replay run: from is missing; see `./lab replay run --help`");
  }

  private static Arguments of(String name, String value) {
    return new Arguments("replay run", Map.of(name, value));
  }
}
