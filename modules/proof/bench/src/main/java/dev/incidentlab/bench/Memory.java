package dev.incidentlab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Resident memory of a process and all that it started, by {@code /proc} (proc(5), VmRSS). */
final class Memory {
  private static final double KIB_PER_MIB = 1024;

  private Memory() {}

  /** Mebibytes of a process and its descendants together. */
  static double megabytes(long pid) {
    Stream<ProcessHandle> all =
        ProcessHandle.of(pid).stream().flatMap(p -> Stream.concat(Stream.of(p), p.descendants()));
    return all.map(ProcessHandle::pid)
        .map(Memory::residentKib)
        .flatMap(Optional::stream)
        .mapToDouble(kib -> kib / KIB_PER_MIB)
        .sum();
  }

  private static Optional<Double> residentKib(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Double.valueOf(line.replaceAll("[^0-9]", "")))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty(); // It ended meanwhile.
    }
  }
}
