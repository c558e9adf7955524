package dev.incidentlab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

  private static final String WRITES = "-XX:ArchiveClassesAtExit=";
  private static final String READS = "-XX:SharedArchiveFile=";

  @TempDir Path folder;
  private Path jar;

  @BeforeEach
  void aJar() throws Exception {
    jar = Files.writeString(folder.resolve("a.jar"), "classes");
    Files.createDirectories(folder.resolve("scratch"));
  }

  @Test
  void whatAWholeRunWroteIsReadByTheNext() throws Exception {
    // Given
    ClassArchive first = archive();
    Files.writeString(path(first, WRITES), "archive");
    // When
    first.settle(true);
    // Then
    assertThat(path(archive(), READS)).hasContent("archive");
  }

  @Test
  void whatABrokenRunWroteIsThrownAway() throws Exception {
    ClassArchive first = archive();
    Path draft = Files.writeString(path(first, WRITES), "half an arch");

    first.settle(false);

    assertThat(draft).doesNotExist();
    assertThat(archive().isWritten()).isTrue();
  }

  @Test
  void aDamagedArchiveIsWrittenAnew() throws Exception {
    Path kept = keep("archive");

    Files.writeString(kept, "archivf");

    assertThat(archive().isWritten()).isTrue();
  }

  @Test
  void aTruncatedArchiveIsWrittenAnew() throws Exception {
    Path kept = keep("archive");

    Files.writeString(kept, "arch");

    assertThat(archive().isWritten()).isTrue();
  }

  @Test
  void aChangedJarMakesTheArchiveOutdatedAndTheNextOneReplacesIt() throws Exception {
    Path kept = keep("archive");

    Files.writeString(jar, "other classes");

    assertThat(archive().isWritten()).isTrue();
    assertThat(keep("newer")).hasContent("newer");
    assertThat(kept).doesNotExist();
  }

  @Test
  void classesInAFolderAreNotArchived() throws Exception {
    ClassArchive none =
        ClassArchive.of(
            folder.resolve("cds"),
            folder,
            Component.PRODUCER,
            new ClassPath(List.of(folder)),
            List.of());

    assertThat(none.jvmOptions()).isEmpty();
  }

  private Path keep(String content) throws IOException {
    ClassArchive writing = archive();
    Files.writeString(path(writing, WRITES), content);
    writing.settle(true);
    return path(archive(), READS);
  }

  private ClassArchive archive() throws IOException {
    return ClassArchive.of(
        folder.resolve("cds"),
        folder.resolve("scratch"),
        Component.KAFKA,
        new ClassPath(List.of(jar)),
        List.of("-Xmx1m"));
  }

  private static Path path(ClassArchive archive, String option) {
    return archive.jvmOptions().stream()
        .filter(candidate -> candidate.startsWith(option))
        .map(candidate -> Path.of(candidate.substring(option.length())))
        .findFirst()
        .orElseThrow();
  }
}
