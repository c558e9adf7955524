package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkLogStoreTest {

  private final Configuration configuration = new Configuration(false);
  private final LinkLogStore store = new LinkLogStore(configuration);

  @TempDir Path folder;

  @Test
  void aNewEntryHasItsLinesAndLeavesNothingBeside() throws IOException {
    write("entry", false, "first", "sécond");

    assertThat(folder.resolve("entry")).hasContent("first\nsécond\n");
    assertThat(names()).containsExactly("entry");
  }

  @Test
  void anEntryIsWrittenOnce() throws IOException {
    write("entry", false, "winner");

    assertThatThrownBy(() -> write("entry", false, "loser"))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(folder.resolve("entry")).hasContent("winner\n");
    assertThat(names()).containsExactly("entry");
  }

  @Test
  void overwritingReplaces() throws IOException {
    write("entry", true, "old");
    write("entry", true, "new");

    assertThat(folder.resolve("entry")).hasContent("new\n");
    assertThat(names()).containsExactly("entry");
  }

  @Test
  void listsFromANameOnInOrder() throws IOException {
    for (String name : List.of("3", "1", "2", "4.json")) {
      write(name, false, "line");
    }

    List<FileStatus> found = new ArrayList<>();
    store
        .listFrom(new org.apache.hadoop.fs.Path(folder.resolve("2").toUri()), configuration)
        .forEachRemaining(found::add);

    assertThat(found).extracting(f -> f.getPath().getName()).containsExactly("2", "3", "4.json");
    assertThat(found).allMatch(f -> f.getLen() == 5 && f.isFile() && f.getModificationTime() > 0);
  }

  @Test
  void aFolderThatIsNotThereCannotBeListed() {
    assertThatThrownBy(
            () ->
                store.listFrom(
                    new org.apache.hadoop.fs.Path(folder.resolve("none/1").toUri()), configuration))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("none");
  }

  private void write(String name, boolean overwrite, String... lines) throws IOException {
    store.write(
        new org.apache.hadoop.fs.Path(folder.resolve(name).toUri()),
        List.of(lines).iterator(),
        overwrite,
        configuration);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
