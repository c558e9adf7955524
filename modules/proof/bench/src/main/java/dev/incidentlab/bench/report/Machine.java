package dev.incidentlab.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The machine that is measured on. */
public final class Machine {
  private static final double KIB_PER_GIB = 1 << 20;

  private Machine() {}

  /** Cores, processor, memory, Java and operating system, in one line. */
  public static String describe() throws IOException {
    return String.format(
        Locale.ROOT,
        "%d cores of %s, %s, Java %s, %s",
        Runtime.getRuntime().availableProcessors(),
        field("/proc/cpuinfo", "model name").orElse("unknown processor"),
        field("/proc/meminfo", "MemTotal").map(Machine::gibibytes).orElse("unknown memory"),
        Runtime.version(),
        System.getProperty("os.name"));
  }

  private static String gibibytes(String kib) {
    return String.format(
        Locale.ROOT, "%.0f GiB", Long.parseLong(kib.replaceAll("\\D", "")) / KIB_PER_GIB);
  }

  /** The first value of a name in a file of {@code name: value} lines. */
  private static Optional<String> field(String file, String name) throws IOException {
    Path path = Path.of(file);
    return Files.isReadable(path)
        ? Files.readAllLines(path).stream()
            .filter(line -> line.startsWith(name))
            .map(line -> line.substring(line.indexOf(':') + 1).trim())
            .findFirst()
        : Optional.empty();
  }
}
