package dev.incidentlab.bench;

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
  void nothingMeasuredIsNoSample() {
    assertThatThrownBy(() -> new Sample("page", "s", 2.0, List.of()))
        .hasMessage("page was not measured");
  }

  @Test
  void theTableMarksAMissedTarget() {
    List<String> table = new Report("machine", List.of(sample(1.0, 3.0))).table();
    assertThat(table.get(2)).contains("page").endsWith("MISSED");
  }

  private static Sample sample(Double... values) {
    return new Sample("page", "s", 2.0, List.of(values));
  }
}
