package dev.incidentlab.cli.drill;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

/**
 * The server's parsed classes, kept from one run for the next (JEP 350). The server writes them
 * when it ends, unless they are there and newer than its libraries. An archive only saves time:
 * without a usable one the JVM starts as it would have.
 *
 * @param file where it is, or will be
 * @param usable whether it is whole, and newer than the libraries
 */
record ServerArchive(Path file, boolean usable) {

  /**
   * @param libraries folder of the server's jars
   */
  static ServerArchive of(Path folder, Path libraries) {
    String java = System.getProperty("java.vm.version").replaceAll("[^A-Za-z0-9.+-]", "_");
    Path file = folder.resolve("server-" + java + ".jsa");
    try {
      return new ServerArchive(file, isWhole(file) && isNewer(file, libraries));
    } catch (IOException e) {
      return new ServerArchive(file, false);
    }
  }

  List<String> jvmOptions() {
    return List.of(
        usable ? "-XX:SharedArchiveFile=" + file : "-XX:ArchiveClassesAtExit=" + file,
        "-Xshare:auto",
        "-Xlog:disable",
        "-Xlog:all=error:stderr",
        "-Xlog:cds*=off");
  }

  /** The JVM writes the first bytes last. */
  private static boolean isWhole(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() > 0;
    }
  }

  private static boolean isNewer(Path file, Path libraries) throws IOException {
    FileTime written = Files.getLastModifiedTime(file);
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(libraries, "*.jar")) {
      for (Path jar : jars) {
        if (Files.getLastModifiedTime(jar).compareTo(written) >= 0) {
          return false;
        }
      }
    }
    return true;
  }
}
