package dev.incidentlab.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.bench.BenchMain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a replay is measured at all, and its outcome compared; the figures are of no interest. */
@Tag("slow")
class ReplayBenchIT {
  private static final String PROJECT = "lab.project";

  @TempDir private Path project;
  private String before;

  @BeforeEach
  void writeElsewhere() {
    before = System.setProperty(PROJECT, project.toString());
  }

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(PROJECT);
    } else {
      System.setProperty(PROJECT, before);
    }
  }

  @Test
  void measuresAReplayInBothFormsAndOneThatWasApplied() throws Exception {
    int status =
        BenchMain.commandLine()
            .execute("replay", "--records", "20k", "--cases", "wrong,applied", "--runs", "1");

    JsonNode report =
        new ObjectMapper().readTree(project.resolve("target/bench/replay-20k.json").toFile());
    assertThat(report.path("failures")).isEmpty();
    assertThat(status).isZero();
    List<String> measured = new ArrayList<>();
    report.path("samples").forEach(sample -> measured.add(sample.path("what").asText()));
    assertThat(measured)
        .contains(
            "limit: consume",
            "limit: write the rows to Parquet",
            "replay 90 % present, 5 % of them wrong: submission to end",
            "process 90 % present, 5 % of them wrong: start to end",
            "applied before, same name: from its plan to its end");
  }
}
