package dev.incidentlab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

  @TempDir Path folder;

  @Test
  void givesTheLastLinesWithoutBlankOnes() throws Exception {
    Path log = Files.writeString(folder.resolve("log"), "one\ntwo  \n\nthree\n\n");

    assertThat(LogTail.of(log, 0, 2)).containsExactly("two", "three");
  }

  @Test
  void leavesOutWhatAnEarlierLaunchWrote() throws Exception {
    Path log = Files.writeString(folder.resolve("log"), "old\nnew\n");

    assertThat(LogTail.of(log, 4, 15)).containsExactly("new");
  }

  @Test
  void readsOnlyTheEndOfALargeLog() throws Exception {
    String large =
        IntStream.range(0, 100_000).mapToObj(n -> "line " + n).collect(Collectors.joining("\n"));
    Path log = Files.writeString(folder.resolve("log"), large);

    assertThat(LogTail.of(log, 0, 3)).containsExactly("line 99997", "line 99998", "line 99999");
  }

  @Test
  void isEmptyForAMissingOrTruncatedLog() throws Exception {
    Path log = Files.writeString(folder.resolve("log"), "short\n");

    assertThat(LogTail.of(folder.resolve("none"), 0, 15)).isEmpty();
    assertThat(LogTail.of(log, 1_000, 15)).isEmpty();
  }
}
