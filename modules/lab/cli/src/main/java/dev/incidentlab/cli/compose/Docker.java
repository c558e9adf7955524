package dev.incidentlab.cli.compose;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Programs of the container engine, by their command lines. */
final class Docker {
  static final String PROGRAM = "docker";

  /** An engine that is asked something small and says nothing for so long will not answer. */
  private static final long PATIENCE_SECONDS = 20;

  private final Path folder;

  /**
   * What a program said.
   *
   * @param status its exit status; {@link #NOT_FOUND} if there is no such program
   * @param output standard output, without blanks at its ends
   * @param complaint standard error likewise
   */
  record Said(int status, String output, String complaint) {
    static final int NOT_FOUND = 127;

    boolean well() {
      return status == 0;
    }

    List<String> lines() {
      return output.isEmpty() ? List.of() : output.lines().toList();
    }

    /** The last line of what it complained of, which says why. */
    String reason() {
      List<String> lines = complaint.lines().filter(line -> !line.isBlank()).toList();
      return lines.isEmpty() ? "exit status " + status : lines.get(lines.size() - 1);
    }
  }

  /**
   * @param folder where programs are run
   */
  Docker(Path folder) {
    this.folder = folder;
  }

  /** Runs a program, and waits for it. */
  Said ask(String program, String... arguments) {
    Process process;
    try {
      process =
          new ProcessBuilder(command(program, List.of(arguments)))
              .directory(folder.toFile())
              .start();
    } catch (IOException e) {
      return new Said(Said.NOT_FOUND, "", "there is no program '%s' on PATH".formatted(program));
    }
    try {
      CompletableFuture<String> complaint =
          CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
      CompletableFuture<String> output =
          CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Said(
            1, "", "%s has not answered within %d s".formatted(program, PATIENCE_SECONDS));
      }
      return new Said(process.exitValue(), output.join(), complaint.join());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return new Said(1, "", "interrupted");
    }
  }

  /** Runs {@code docker} at this process's own terminal; returns its exit status. */
  int hand(List<String> arguments) throws IOException, InterruptedException {
    return new ProcessBuilder(command(PROGRAM, arguments))
        .directory(folder.toFile())
        .inheritIO()
        .start()
        .waitFor();
  }

  private static List<String> command(String program, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(program.split(" ")));
    command.addAll(arguments);
    return command;
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
