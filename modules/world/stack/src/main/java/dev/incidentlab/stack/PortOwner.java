package dev.incidentlab.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Who listens on a port, as far as {@code /proc} tells (proc_pid_net(5)); Linux only. */
final class PortOwner {

  private static final String LISTEN = "0A";
  private static final int LONGEST_COMMAND = 80;

  private final Path proc;

  PortOwner(Path proc) {
    this.proc = proc;
  }

  /** Such as {@code pid 4711 (java kafka.Kafka)}; empty if it cannot be known. */
  Optional<String> of(int port) {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      sockets.addAll(listeningSockets(proc.resolve(table), port));
    }
    return sockets.isEmpty() ? Optional.empty() : processHolding(sockets);
  }

  private static Set<String> listeningSockets(Path table, int port) {
    Set<String> found = new HashSet<>();
    String suffix = ":%04X".formatted(port);
    for (String line : linesOf(table)) {
      String[] field = line.strip().split("\\s+", -1);
      // sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode
      if (field.length > 9
          && field[1].toUpperCase(Locale.ROOT).endsWith(suffix)
          && field[3].equals(LISTEN)) {
        found.add("socket:[" + field[9] + "]");
      }
    }
    return found;
  }

  private Optional<String> processHolding(Set<String> sockets) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process.resolve("fd"), sockets)) {
          return Optional.of("pid %s (%s)".formatted(process.getFileName(), command(process)));
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean holds(Path descriptors, Set<String> sockets) {
    try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
      for (Path link : links) {
        if (sockets.contains(Files.readSymbolicLink(link).toString())) {
          return true;
        }
      }
    } catch (IOException e) {
      // Another user's process, or one that has just ended.
      return false;
    }
    return false;
  }

  private static String command(Path process) {
    try {
      byte[] raw = Files.readAllBytes(process.resolve("cmdline"));
      String text = new String(raw, StandardCharsets.UTF_8).replace('\0', ' ').strip();
      return text.length() <= LONGEST_COMMAND
          ? text
          : text.substring(0, LONGEST_COMMAND / 2)
              + " ... "
              + text.substring(text.length() - LONGEST_COMMAND / 2);
    } catch (IOException e) {
      return "unknown command";
    }
  }

  private static List<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return List.of();
    }
  }
}
