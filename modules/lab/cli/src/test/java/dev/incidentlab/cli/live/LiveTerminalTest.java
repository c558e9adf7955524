package dev.incidentlab.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a terminal in memory, with its line discipline. */
@Timeout(60)
class LiveTerminalTest {
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private LineDisciplineTerminal window;
  private LiveTerminal live;

  @BeforeEach
  void open() throws IOException {
    window = new LineDisciplineTerminal("test", "xterm", screen, StandardCharsets.UTF_8);
    window.setSize(new Size(40, 6));
    live = new LiveTerminal(window);
  }

  private void begin() {
    live.begin(
        key -> heard.add("key " + (char) key),
        () -> heard.add("interrupted"),
        () -> heard.add("resized"));
  }

  private String shown() {
    return screen.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aKeyIsHeardWithoutEnterAndNotEchoed() throws Exception {
    begin();
    screen.reset();

    window.processInputBytes("hé".getBytes(StandardCharsets.UTF_8));

    assertThat(heard.take()).isEqualTo("key h");
    assertThat(heard.take()).isEqualTo("key é");
    assertThat(shown()).isEmpty();
  }

  @Test
  void controlCAndANewSizeAreTold() throws Exception {
    begin();

    window.processInputByte(3);
    assertThat(heard.take()).isEqualTo("interrupted");

    window.raise(Signal.WINCH);
    assertThat(heard.take()).isEqualTo("resized");
  }

  @Test
  void closingGivesTheTerminalBackAsItWas() throws Exception {
    String before = window.getAttributes().toString();
    begin();
    assertThat(window.getAttributes().getLocalFlag(LocalFlag.ECHO)).isFalse();

    live.close();

    assertThat(window.getAttributes().toString()).isEqualTo(before);
    assertThat(shown()).as("the cursor is there again").contains("\u001b[?25h");
  }

  @Test
  void linesAreCutToTheWindow() {
    live.show(List.of("x".repeat(100), "2", "3", "4", "5", "sixth"));

    assertThat(shown())
        .contains("x".repeat(40))
        .doesNotContain("x".repeat(41))
        .doesNotContain("sixth");
    assertThat(live.rows()).isEqualTo(5);
  }

  @Test
  void onlyWhatHasChangedIsWrittenAnew() {
    live.show(List.of("the first line", "count 1"));
    screen.reset();

    live.show(List.of("the first line", "count 2"));

    assertThat(shown()).contains("2").doesNotContain("first");
  }

  @Test
  void whatIsSaidStaysAbove() {
    live.show(List.of("old picture"));
    screen.reset();

    live.say(List.of("verdict: PASS"));
    live.show(List.of("new picture"));

    assertThat(shown()).containsSubsequence("verdict: PASS\r\n", "new picture");
  }
}
