package dev.incidentlab.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProseTest {
  @TempDir Path folder;

  @BeforeEach
  void writeTheRunbook() throws IOException {
    Files.createDirectories(folder.resolve("scenarios/s"));
    Files.writeString(
        Files.createDirectories(folder.resolve("runbooks")).resolve("r.md"),
        "See [that](other.md) and [this](r.md), [there](https://example.org/x).\n");
  }

  @Test
  void commandsThatNobodyTakesAreFoundWhereverTheyStand() {
    assertThat(
            problems(
                List.of("ack", "akc"),
                Map.of("story.md", "Use `./lab ack`, or:\n\n    ./lab acknowledge\n"),
                "r.md"))
        .anySatisfy(p -> assertThat(p).startsWith("s: step `akc`: no verb"))
        .anySatisfy(p -> assertThat(p).contains("s/story.md: `./lab acknowledge`: no verb"))
        .noneSatisfy(p -> assertThat(p).contains("`./lab ack`"));
  }

  @Test
  void linksThatLeadNowhereAreFound() {
    assertThat(problems(List.of(), Map.of("debrief.md", "[a](picture.png)"), "r.md"))
        .anySatisfy(p -> assertThat(p).contains("s/debrief.md links to picture.png"))
        .anySatisfy(p -> assertThat(p).startsWith("runbooks/r.md links to other.md"))
        .hasSize(2);
  }

  @Test
  void theRunbookMustBeThere() {
    assertThat(problems(List.of(), Map.of(), "none.md"))
        .singleElement()
        .asString()
        .startsWith("s: runbook is 'none.md', and there is no such file");
  }

  @Test
  void whatPeopleFillInIsANumber() {
    assertThat(problems(List.of(), Map.of("story.md", "`./lab ack --offset OFFSET`"), "r.md"))
        .noneSatisfy(p -> assertThat(p).contains("OFFSET"));
  }

  private List<String> problems(List<String> steps, Map<String, String> prose, String runbook) {
    Prose checked =
        new Prose(
            folder.resolve("scenarios"),
            folder.resolve("runbooks"),
            command ->
                command.matches("ack( --offset \\d+)?")
                    ? Optional.empty()
                    : Optional.of("no verb"));
    return checked.problems(new CheckedScenario("s", List.of(), List.of(), steps, prose, runbook));
  }
}
