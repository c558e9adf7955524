package dev.incidentlab.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.cli.view.Table.Cell;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Style PLAIN = new Style(false);

  @Test
  void wordsAreAlignedLeftAndNumbersRight() {
    Table table = new Table().left("NAME").right("ROWS").left("STATE");
    table.row("a", "12", "up").row("longer", "3", null);

    assertThat(table.lines(PLAIN))
        .containsExactly("NAME    ROWS  STATE", "a         12  up", "longer     3  -");
  }

  @Test
  void colourDoesNotMoveColumns() {
    Table table = new Table().left("").left("");
    table.row(new Cell("up", Tone.GOOD), "x").row("down", "y");

    assertThat(table.lines(new Style(true)))
        .containsExactly("\u001b[32mup\u001b[0m    x", "down  y");
  }

  @Test
  void theLastColumnIsWrappedWithinTheWidth() {
    Table table = new Table().left("").left("");
    table.row("name", "word ".repeat(40).strip());

    assertThat(table.lines(PLAIN))
        .hasSizeGreaterThan(1)
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Style.WIDTH))
        .allSatisfy(line -> assertThat(line.substring(4, 6)).isBlank());
  }

  @Test
  void aTableWithoutRowsIsNothing() {
    assertThat(new Table().left("NAME").lines(PLAIN)).isEmpty();
  }

  @Test
  void aRowOfAnotherSizeIsRefused() {
    Table table = new Table().left("A").left("B");

    assertThatThrownBy(() -> table.row("x"))
        .hasMessageContaining("1 cells")
        .hasMessageContaining("2");
  }
}
