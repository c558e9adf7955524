package dev.incidentlab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffsetsFileTest {
  @TempDir Path folder;

  @Test
  void linesAndJsonSayTheSame() throws IOException {
    assertThat(read("# first bad offsets\n1: 98\n\n0 : 120 # by hand\n")).isEqualTo("0=120,1=98");
    assertThat(read("{\"1\": 98,\n \"0\": 120}")).isEqualTo("0=120,1=98");
  }

  @Test
  void whatIsWrongIsNamedWithFileAndLine() {
    assertThatThrownBy(() -> read("0: 120\n1 = 98\n"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--from-offsets: %s line 2 is '1 = 98'; it must be `partition: offset`, for instance 0: 120",
            file());
    assertThatThrownBy(() -> read("0: 1\n1: 2\n0: 3"))
        .hasMessage("--from-offsets: %s line 3 names partition 0 again; name each once", file());
    assertThatThrownBy(() -> read("{\"0\": 120,\n 1}"))
        .hasMessageContaining("%s line 2 is no JSON".formatted(file()));
    assertThatThrownBy(() -> read("{\"0\": -1}")).hasMessageContaining("has \"0\": -1");
    assertThatThrownBy(() -> read("# nothing\n")).hasMessageContaining("has no offset");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> OffsetsFile.read(folder.resolve("none")))
        .hasMessageContaining("there is no file " + folder.resolve("none"));
  }

  private Path file() {
    return folder.resolve("offsets.txt");
  }

  private String read(String text) throws IOException {
    return OffsetsFile.read(Files.writeString(file(), text));
  }
}
