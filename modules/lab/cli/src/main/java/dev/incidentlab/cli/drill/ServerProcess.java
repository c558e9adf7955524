package dev.incidentlab.cli.drill;

import dev.incidentlab.api.LabException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A lab server that outlives the command that starts it. It is in a process group of its own, so
 * that Ctrl-C in the terminal does not reach it.
 */
public record ServerProcess(ProcessHandle handle, Path log) {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  /**
   * Starts a command with its output in {@code log}. With {@code setsid} it gets a session of its
   * own; elsewhere (macOS) the shell's job control gives it a process group. Either way the answer
   * is the process's id.
   */
  private static final String DETACHED =
      """
      trap '' INT
      if command -v setsid >/dev/null 2>&1; then
        setsid "$@" </dev/null >>"$LAB_SERVER_LOG" 2>&1 &
      else
        set -m
        "$@" </dev/null >>"$LAB_SERVER_LOG" 2>&1 &
      fi
      echo $!
      """;

  /** Starts a lab's server. */
  static ServerProcess start(ServerCommand options, Project project, RunFolder folder)
      throws IOException {
    Files.createDirectories(project.archives());
    List<String> command = options.command(project, folder, Runtime.version().feature());
    return start(command, folder.path(), folder.serverLog());
  }

  static ServerProcess start(List<String> command, Path folder, Path log) throws IOException {
    List<String> shell = new ArrayList<>(List.of("bash", "-c", DETACHED, "lab"));
    shell.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(shell).directory(folder.toFile());
    builder.environment().putAll(Map.of("LAB_SERVER_LOG", log.toString()));
    builder.redirectErrorStream(true);
    Process starter = builder.start();
    String answer =
        new String(starter.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      long pid = Long.parseLong(answer);
      // Gone already if it failed at once; what it wrote is in the log.
      return new ServerProcess(ProcessHandle.of(pid).orElse(null), log);
    } catch (NumberFormatException e) {
      throw new IOException("the shell could not start the lab server: " + answer, e);
    }
  }

  /** Whether it still runs. */
  public boolean alive() {
    return handle != null && alive(handle);
  }

  /**
   * Whether a process still runs. One that ended and was not yet collected by its parent has no
   * command any more; in a container without an init process that is how it stays.
   */
  static boolean alive(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  /** Asks it to end (TERM). */
  public void terminate() {
    if (handle != null) {
      handle.destroy();
    }
  }

  /**
   * Waits for a process to end.
   *
   * @return whether it did
   */
  public static boolean awaitEnd(ProcessHandle process, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (process != null && alive(process)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause();
    }
    return true;
  }

  /** Lets a moment pass before something is looked at again. */
  public static void pause() {
    try {
      // Neither a file nor a process of another parent can be waited for.
      Thread.sleep(LOOK_AGAIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException(0, "interrupted while waiting for the lab", e);
    }
  }

  private static int endOfList(List<String> lines, int head) {
    int end = head + 1;
    while (end < lines.size() && lines.get(end).startsWith("  ")) {
      end++;
    }
    return end;
  }

  /**
   * What it last complained of: its log's last line that is no frame of a stack trace, with the
   * lines of a list below it, which are indented by spaces.
   */
  public String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      for (int at = lines.size() - 1; at >= 0; at--) {
        String line = lines.get(at);
        if (!line.isBlank() && !Character.isWhitespace(line.charAt(0)) && !line.startsWith("...")) {
          return String.join("\n", lines.subList(at, endOfList(lines, at)));
        }
      }
      return "it wrote nothing";
    } catch (IOException e) {
      return "its log cannot be read: " + e.getMessage();
    }
  }
}
