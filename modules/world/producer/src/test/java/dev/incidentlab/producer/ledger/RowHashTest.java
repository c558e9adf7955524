package dev.incidentlab.producer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RowHashTest {
  @Test
  void nullAndTheEmptyTextDiffer() {
    assertThat(RowHash.start().nullableText(null).value())
        .isNotEqualTo(RowHash.start().nullableText("").value());
  }

  @Test
  void nullAndZeroDiffer() {
    assertThat(RowHash.start().nullableText(null).value())
        .isNotEqualTo(RowHash.start().number(0).value());
  }

  @Test
  void aNumberAndItsTextDiffer() {
    assertThat(RowHash.start().number(7).value()).isNotEqualTo(RowHash.start().text("7").value());
  }

  @Test
  void zeroCharactersAtTheEndCount() {
    assertThat(RowHash.start().text("ab").value())
        .isNotEqualTo(RowHash.start().text("ab\0").value());
  }

  @Test
  void aFieldMoreIsAnotherRow() {
    assertThat(RowHash.start().text("a").value())
        .isNotEqualTo(RowHash.start().text("a").nullableText(null).value());
  }

  @Property
  void neighbouringFieldsCannotTradeCharacters(@ForAll String left, @ForAll String right) {
    // Given
    String joined = left + right;

    // When
    List<Long> hashes = new ArrayList<>();
    for (int cut = 0; cut <= joined.length(); cut++) {
      String first = joined.substring(0, cut);
      hashes.add(RowHash.start().text(first).text(joined.substring(cut)).value());
    }

    // Then
    assertThat(hashes).doesNotHaveDuplicates();
  }

  @Property
  void anyCharSequenceWithTheSameCharactersHasTheSameHash(@ForAll String text) {
    assertThat(RowHash.start().text(CharBuffer.wrap(text)).value())
        .isEqualTo(RowHash.start().text(text).value());
  }

  @Property
  void swappedNumbersDiffer(@ForAll long a, @ForAll long b) {
    assertThat(
            RowHash.start().number(a).number(b).value()
                == RowHash.start().number(b).number(a).value())
        .isEqualTo(a == b);
  }

  @Test
  void theAlgorithmIsTheDocumentedOne() {
    // Given: computed from the class's documentation by an independent script (Python).
    long expected = 7163624425793533L;

    // When
    long hash =
        CanonicalRow.adEvent(
            "0195595c-7a00-7abc-8def-0123456789ab",
            1_772_514_000_000_123L,
            "CLICK",
            100_037,
            10_003_701,
            "US",
            "mobile",
            null,
            54_321);

    // Then
    assertThat(hash).isEqualTo(expected);
  }

  @Test
  void theHashOfVersion2IsTheDocumentedOne() {
    // Given: computed by the same script.
    long expected = -635882930295842592L;

    // Then
    assertThat(version2("linear", 7, null)).isEqualTo(expected);
  }

  @Test
  void everyValueOfAnAttributionCounts() {
    assertThat(
            List.of(
                version2("linear", 7, null),
                version2("linear", 30, null),
                version2("last_click", 7, null),
                version2("", 7, null),
                version2(null, 7, null),
                version2(null, 7, "linear")))
        .doesNotHaveDuplicates();
  }

  @Test
  void anAbsentAttributionHasNoWindow() {
    assertThat(version2(null, 7, "feed_top")).isEqualTo(version2(null, 0, "feed_top"));
  }

  @Test
  void aRecordOfNullsAndANullDiffer() {
    assertThat(RowHash.start().record(2).absent().absent().value())
        .isNotEqualTo(RowHash.start().absent().value());
  }

  private static long version2(String model, int windowDays, String placement) {
    return CanonicalRow.adEventV2(
        "0195595c-7a00-7abc-8def-0123456789ab",
        1_772_514_000_000_123L,
        "VIEW_THROUGH",
        100_037,
        10_003_701,
        "US",
        "mobile",
        model,
        windowDays,
        placement,
        54_321);
  }
}
