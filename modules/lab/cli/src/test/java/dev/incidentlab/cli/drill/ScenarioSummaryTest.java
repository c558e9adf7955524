package dev.incidentlab.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioSummaryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "title: The pinned schema",
        "title: \"The pinned schema\"",
        "title:   'The pinned schema'   # as listed",
        "title: The pinned schema # as listed"
      })
  void titlesMayBeBareQuotedAndCommented(String line) {
    assertThat(ScenarioSummary.of("s", List.of(line)).title()).isEqualTo("The pinned schema");
  }

  @Test
  void aHashWithinATitleIsPartOfIt() {
    assertThat(ScenarioSummary.of("s", List.of("title: \"Ticket #7 # 8\"")).title())
        .isEqualTo("Ticket #7 # 8");
  }

  @Test
  void onlyTheLeftMarginCounts() {
    List<String> lines = List.of("minutes: 30", "solutions:", "  - title: inner", "  minutes: 5");

    ScenarioSummary summary = ScenarioSummary.of("s", lines);

    assertThat(summary).isEqualTo(new ScenarioSummary("s", "", "", 30, List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "skills: [schema evolution, offset replay]",
        "skills:  [ 'schema evolution', \"offset replay\" ]   # what is practised",
      })
  void skillsAreAListInOneLine(String line) {
    ScenarioSummary summary = ScenarioSummary.of("s", List.of("difficulty: advanced", line));

    assertThat(summary)
        .isEqualTo(
            new ScenarioSummary(
                "s", "", "advanced", 0, List.of("schema evolution", "offset replay")));
  }

  @Test
  void foldersWithoutAScenarioAreNone(@TempDir Path folder) throws Exception {
    Files.createDirectory(folder.resolve("notes"));
    Path b = Files.createDirectory(folder.resolve("b"));
    Path a = Files.createDirectory(folder.resolve("a"));
    Files.writeString(b.resolve("scenario.yaml"), "title: B");
    Files.writeString(a.resolve("scenario.yaml"), "title: A");

    assertThat(ScenarioSummary.all(folder))
        .extracting(ScenarioSummary::id)
        .containsExactly("a", "b");
    assertThat(ScenarioSummary.all(folder.resolve("none"))).isEmpty();
  }

  @Test
  void whatIsLeftOutIsAsInTheScenarioThatIsExtended(@TempDir Path folder) throws Exception {
    Path base = Files.createDirectory(folder.resolve("base"));
    Path variant = Files.createDirectory(folder.resolve("loud"));
    Files.writeString(base.resolve("scenario.yaml"), "title: Base\nminutes: 30\nskills: [a, b]\n");
    Files.writeString(variant.resolve("scenario.yaml"), "extends: base\ntitle: Loud\n");

    assertThat(ScenarioSummary.all(folder))
        .contains(new ScenarioSummary("loud", "Loud", "", 30, List.of("a", "b")));
  }
}
