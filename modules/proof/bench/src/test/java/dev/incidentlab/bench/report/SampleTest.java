package dev.incidentlab.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {
  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertThat(sample(4.0, 1.0, 3.0, 2.0).median()).isEqualTo(2.5);
    assertThat(sample(9.0, 1.0, 3.0).median()).isEqualTo(3.0);
  }

  @Test
  void oneMeasurementBeyondTheTargetMissesIt() {
    assertThat(sample(1.0, 2.0).met()).isTrue();
    assertThat(sample(1.0, 2.1).met()).isFalse();
  }

  @Test
  void oneMeasurementBelowALowerTargetMissesIt() {
    assertThat(new Sample("share", "%", Target.atLeast(50), List.of(50.0, 61.0)).met()).isTrue();
    assertThat(new Sample("share", "%", Target.atLeast(50), List.of(49.9, 61.0)).met()).isFalse();
  }

  @Test
  void nothingMeasuredIsNoSample() {
    assertThatThrownBy(() -> new Sample("page", "s", Target.atMost(2.0), List.of()))
        .hasMessage("page was not measured");
  }

  @Test
  void theTableMarksAMissedTargetAndEndsWithFailures() {
    List<String> table =
        new Report("machine", "about", List.of(sample(1.0, 3.0)), List.of("case 2: gone")).table();
    assertThat(table.get(3)).contains("page").endsWith("MISSED");
    assertThat(table).last().isEqualTo("FAILED: case 2: gone");
  }

  private static Sample sample(Double... values) {
    return new Sample("page", "s", Target.atMost(2.0), List.of(values));
  }
}
