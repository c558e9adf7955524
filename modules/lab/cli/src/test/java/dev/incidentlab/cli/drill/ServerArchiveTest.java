package dev.incidentlab.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerArchiveTest {
  private static final byte[] WHOLE = {(byte) 0xA8, 1, 2};
  private static final byte[] CUT_SHORT = {0, 1, 2};

  @TempDir private Path folder;
  private Path archive;
  private Path jar;

  @BeforeEach
  void makeLibraries() throws IOException {
    archive = archive().file();
    jar = Files.createFile(folder.resolve("a.jar"));
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000));
  }

  @Test
  void isWrittenWhereThereIsNone() {
    assertThat(archive().jvmOptions()).contains("-XX:ArchiveClassesAtExit=" + archive);
  }

  @Test
  void isReadOnceItIsThere() throws IOException {
    write(WHOLE, 2_000);

    assertThat(archive().jvmOptions()).contains("-XX:SharedArchiveFile=" + archive);
  }

  @Test
  void isWrittenAnewAfterABuild() throws IOException {
    write(WHOLE, 2_000);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(2_000));

    assertThat(archive().usable()).isFalse();
  }

  @Test
  void isWrittenAnewIfItsWriterWasKilled() throws IOException {
    write(CUT_SHORT, 2_000);

    assertThat(archive().usable()).isFalse();
  }

  private ServerArchive archive() {
    return ServerArchive.of(folder, folder);
  }

  private void write(byte[] content, long modified) throws IOException {
    Files.write(archive, content);
    Files.setLastModifiedTime(archive, FileTime.fromMillis(modified));
  }
}
