package dev.incidentlab.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What a process holds in memory: {@code VmRSS} of {@code /proc/PID/status}, proc(5). */
final class ResidentMemory {

  private ResidentMemory() {}

  /** In bytes; empty where there is no {@code /proc}, or the process is gone. */
  static OptionalLong of(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
