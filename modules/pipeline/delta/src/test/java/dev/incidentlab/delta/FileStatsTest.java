package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStatsTest {

  @TempDir Path folder;

  @Test
  void statisticsCountRowsAndNullsAndBoundColumns() {
    JsonNode stats = statsOf(Event.of("a\"quoted\\", 1), Event.of("b", 2), Event.of("c", 3));

    assertThat(stats.get("numRecords").asLong()).isEqualTo(3);
    assertThat(stats.at("/minValues/event_id").asText()).isEqualTo("a\"quoted\\");
    assertThat(stats.at("/minValues/event_ts").asText()).isEqualTo("2026-11-22T07:28:01.123456Z");
    assertThat(stats.at("/maxValues/event_ts").asText()).isEqualTo("2026-11-22T07:28:03.123456Z");
    assertThat(stats.at("/maxValues/spend_micros").asLong()).isEqualTo(3001);
    assertThat(stats.at("/minValues/score").asDouble()).isEqualTo(0.25);
    assertThat(stats.at("/maxValues/_offset").asLong()).isEqualTo(3);
    assertThat(stats.at("/nullCount/placement").asLong()).isEqualTo(2);
    assertThat(stats.at("/maxValues/placement").asText()).isEqualTo("feed_top");
  }

  @Test
  void aColumnOfNullsHasNoBoundsAndNeitherHasOneWithNotANumber() {
    Event nan = new Event("n", Event.START, "CLICK", null, null, 1, Double.NaN, 0, 0, 1);

    JsonNode stats = statsOf(nan, Event.of("b", 1));

    assertThat(stats.at("/minValues/placement").isMissingNode()).isTrue();
    assertThat(stats.at("/minValues/score").isMissingNode()).isTrue();
    assertThat(stats.at("/maxValues/score").isMissingNode()).isTrue();
  }

  @Property
  void cutBoundsStillHoldTheWholeString(@ForAll String text) {
    assertThat(FileStats.compare(FileStats.lowerBound(text), text)).isNotPositive();
    assertThat(FileStats.compare(FileStats.upperBound(text), text)).isNotNegative();
  }

  @Test
  void longBoundsAreCutAndHoldEvenTheHighestCodePoint() {
    String highest = Character.toString(Character.MAX_CODE_POINT).repeat(3);
    String nasty = "x".repeat(FileStats.MAX_STRING) + highest + "y";

    assertThat(FileStats.lowerBound(nasty)).isEqualTo("x".repeat(FileStats.MAX_STRING));
    assertThat(FileStats.compare(FileStats.upperBound(nasty), nasty)).isPositive();
    assertThat(FileStats.upperBound("z".repeat(500))).hasSizeLessThan(70);
  }

  private JsonNode statsOf(Event... events) {
    DeltaTable table = DeltaTable.create(folder, Event.TABLE);
    return Json.parse(Event.stage(table, List.of(events)).get(0).statsJson());
  }
}
