package dev.incidentlab.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.CannedLab;
import dev.incidentlab.cli.doctor.Check.Level;
import dev.incidentlab.cli.drill.Project;
import dev.incidentlab.cli.view.Style;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"4096,OK", "4095,WARN", "2048,WARN", "2047,BAD"})
  void amountsAreComfortableOrScarceOrTooLittle(long amount, Level level) {
    assertThat(Check.amount("memory", amount, 4096, 2048, "MB", "buy more").level())
        .isEqualTo(level);
  }

  @ParameterizedTest
  @CsvSource({"16,BAD", "17,OK", "25,OK"})
  void javaIsSeventeenOrNewer(int feature, Level level) {
    assertThat(Doctor.java(feature).level()).isEqualTo(level);
  }

  @Test
  void missingLibrariesAreBadAndHaveARemedy() throws Exception {
    Path kafka = Files.createDirectories(folder.resolve("home/lib/kafka"));
    Files.createFile(kafka.resolve("kafka.jar"));

    List<Check> checks = examine();

    assertThat(checks)
        .anySatisfy(
            check -> {
              assertThat(check.subject()).isEqualTo("libraries of kafka");
              assertThat(check.level()).isEqualTo(Level.OK);
            });
    assertThat(checks)
        .anySatisfy(
            check -> {
              assertThat(check.subject()).isEqualTo("libraries of flink");
              assertThat(check.level()).isEqualTo(Level.BAD);
              assertThat(check.remedy()).isNotEmpty();
            });
  }

  @Test
  void aLabWithADeadComponentIsAWarningThatNamesIt() throws Exception {
    try (CannedLab lab = new CannedLab().runAs(folder.resolve("runs"), "s/1")) {
      String dead =
          "\"components\": [{\"name\": \"kafka\", \"alive\": false, \"pid\": 1, \"address\": \"a\","
              + " \"residentMegabytes\": 0, \"log\": \"l\"}]";
      lab.answer(Verb.STATUS, CannedLab.status("ON_CALL").replace("\"components\": []", dead));

      List<Check> checks = examine();

      assertThat(checks)
          .filteredOn(check -> check.subject().equals("lab s/1"))
          .singleElement()
          .satisfies(
              check -> {
                assertThat(check.level()).isEqualTo(Level.WARN);
                assertThat(check.observed()).isEqualTo("down: kafka");
              });
    }
  }

  @Test
  void linesSayLevelSubjectAndRemedy() {
    List<Check> checks =
        List.of(Check.ok("java", "17"), new Check(Level.BAD, "disk", "1 MB", "delete old runs"));

    assertThat(CheckView.lines(checks, new Style(false)))
        .containsExactly("OK   java  17", "BAD  disk  1 MB; delete old runs");
  }

  private List<Check> examine() {
    Project project = new Project(folder, folder.resolve("home"));
    return new Doctor(project, folder.resolve("runs"), "ada", true).examine();
  }
}
