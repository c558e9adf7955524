package dev.incidentlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.cli.drill.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevNewTest {
  @TempDir Path folder;
  private final Captured captured = new Captured();

  @BeforeEach
  void makeTheProject() throws Exception {
    Files.createDirectories(folder.resolve("scenarios"));
  }

  @Test
  void makesAFolderWithItsNameInTheFiles() throws Exception {
    assertThat(lab("dev", "new", "late-events")).isZero();

    Path made = folder.resolve("scenarios/late-events");
    assertThat(Files.readString(made.resolve("scenario.yaml")))
        .contains("\nid: late-events\n", "./lab dev check late-events")
        .doesNotContain("ID");
    assertThat(made.resolve("story.md")).isNotEmptyFile();
    assertThat(made.resolve("debrief.md")).isNotEmptyFile();
    assertThat(captured.out()).contains("made " + made);
  }

  @Test
  void leavesWhatIsThereAlone() throws Exception {
    Path there = Files.createDirectory(folder.resolve("scenarios/late-events"));

    assertThat(lab("dev", "new", "late-events")).isEqualTo(2);

    assertThat(captured.err()).contains("is there already; choose another name");
    assertThat(there).isEmptyDirectory();
  }

  @Test
  void refusesNamesThatLeadElsewhere() {
    assertThat(lab("dev", "new", "../elsewhere")).isEqualTo(2);
    assertThat(captured.err()).contains("'../elsewhere' is no name of a scenario");
  }

  private int lab(String... words) {
    Shell shell =
        new Shell(new Project(folder, folder), captured.terminal(), Grammar.all(), Map.of());
    return shell.run(List.of(words));
  }
}
