package dev.incidentlab.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The addresses that a process listens on, in the kernel's hexadecimal (proc_pid_net(5)). */
final class ListeningSockets {

  /** 127.0.0.1, and the same mapped into IPv6, in host byte order of a little-endian machine. */
  static final Set<String> LOOPBACK = Set.of("0100007F", "0000000000000000FFFF00000100007F");

  private ListeningSockets() {}

  static Set<String> addressesOf(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    Set<String> own = new TreeSet<>();
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      for (Path descriptor : descriptors.toList()) {
        if (Files.isSymbolicLink(descriptor)) {
          own.add(Files.readSymbolicLink(descriptor).toString());
        }
      }
    }
    Set<String> addresses = new TreeSet<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      for (String line : Files.readAllLines(process.resolve(table))) {
        List<String> field = List.of(line.strip().split("\\s+", -1));
        if (field.get(3).equals("0A") && own.contains("socket:[" + field.get(9) + "]")) {
          addresses.add(field.get(1).replaceAll(":.*", ""));
        }
      }
    }
    return addresses;
  }
}
