package dev.incidentlab.acceptance.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Programs as a person runs them.
 *
 * @param folder where they are run
 * @param environment set for them, beside what this process has
 */
record Commands(Path folder, Map<String, String> environment) {
  static final Path HOME = Path.of(System.getProperty("lab.home"));
  static final Path PROJECT = HOME.getParent().getParent();
  private static final Duration LIMIT = Duration.ofMinutes(6);

  /**
   * What a program printed, standard error with it, and its exit status.
   *
   * @param status -1 if there is no such program
   */
  record Output(int status, String text) {}

  static Commands at(Path folder) {
    return new Commands(folder, Map.of());
  }

  Commands with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    return new Commands(folder, all);
  }

  /** Runs a program to its end. */
  Output run(String... command) {
    try {
      // A file, as a pipe would be held open by what a command leaves running.
      Path printed = Files.createTempFile("printed", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(printed.toFile());
      builder.environment().putAll(environment);
      Process process;
      try {
        process = builder.start();
      } catch (IOException e) {
        return new Output(-1, e.getMessage());
      }
      boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      String text = Files.readString(printed, StandardCharsets.UTF_8);
      Files.delete(printed);
      assertThat(ended).as("%s ended within %s: %s", List.of(command), LIMIT, text).isTrue();
      return new Output(process.exitValue(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** A command that must succeed; returns what it printed. */
  String ok(String... command) {
    Output output = run(command);
    assertThat(output.status()).as("%s: %s", List.of(command), output.text()).isZero();
    return output.text();
  }
}
