package dev.incidentlab.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void linesBreakAtSpaces() {
    assertThat(Text.wrap("one two three", 7)).containsExactly("one two", "three");
  }

  @Test
  void aLongWordIsNotCut() {
    assertThat(Text.wrap("see /a/very/long/path now", 6))
        .containsExactly("see", "/a/very/long/path", "now");
  }

  @Test
  void lineEndsStay() {
    assertThat(Text.wrap("a\nb", 10)).containsExactly("a", "b");
    assertThat(Text.wrap("", 10)).containsExactly("");
  }

  @Test
  void indentationCountsToTheWidth() {
    assertThat(Text.indented("    ", "word ".repeat(30)))
        .allSatisfy(line -> assertThat(line).startsWith("    ").hasSizeLessThanOrEqualTo(80));
  }
}
