package dev.incidentlab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.stack.tether.Tether;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A tethered process alone; the jar is the one that the lab ships, and needs nothing beside it. */
class TetherIT {

  @Test
  void evenAStuckProgramEndsWithItsParentsPipe() throws Exception {
    // Given
    Process process = tethered(Stuck.class.getName());
    BufferedReader out = output(process);
    assertThat(out.readLine()).isEqualTo("input at its end: true");
    // When
    process.getOutputStream().close();
    // Then
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(Tether.PARENT_GONE);
  }

  @Test
  void aProgramThatFailsDoesSoAsItWouldWithoutTheTether() throws Exception {
    Process process = tethered(ToyProducer.class.getName(), "--broken");

    assertThat(output(process).lines())
        .anyMatch(line -> line.contains("IllegalArgumentException: the colour of the sky"))
        .noneMatch(line -> line.contains("InvocationTargetException"));
    assertThat(process.waitFor()).isEqualTo(1);
  }

  private static Process tethered(String... arguments) throws Exception {
    String classPath =
        ClassPath.of(Lab.home().resolve("lib/tether"))
            .plus(new ClassPath(List.of(Path.of("target/test-classes"))))
            .argument();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath, Tether.class.getName()));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
