package dev.incidentlab.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCountTest {
  @ParameterizedTest
  @CsvSource({"500,500", "20k,20000", "1M,1000000", "10M,10000000"})
  void aNumberMayEndInItsMultiple(String text, long records) {
    assertThat(RecordCount.parse(text)).isEqualTo(new RecordCount(text, records));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0k", "-1", "1m", "1.5M", "M", "1 000"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> RecordCount.parse(text))
        .hasMessage(
            "'%s' is no number of records; write a whole number above 0, such as 20k or 10M"
                .formatted(text));
  }

  @Test
  void itKeepsTheWordsForFileNames() {
    assertThat(RecordCount.parse("10M").text()).isEqualTo("10M");
  }
}
