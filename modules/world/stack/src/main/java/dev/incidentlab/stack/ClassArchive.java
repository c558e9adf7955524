package dev.incidentlab.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parsed classes of one component, kept from one run for the next (JEP 350): most of a child's
 * start is loading them.
 *
 * <p>The first orderly end writes the archive to a temporary file, and the parent puts it in place,
 * so that a process killed half-way leaves nothing behind. Its name holds a digest of everything
 * that the JVM checks, so that an outdated one is not found rather than refused. Without a usable
 * archive a component starts as it would have, only later.
 */
final class ClassArchive {

  private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);

  private final Path archive;
  private final Path draft;
  private final boolean possible;
  private final boolean present;

  private ClassArchive(Path archive, Path draft, boolean possible) {
    this.archive = archive;
    this.draft = draft;
    this.possible = possible;
    this.present = isIntact(archive);
  }

  /**
   * @param folder where archives are kept
   * @param scratch where one is written until it is whole
   */
  static ClassArchive of(
      Path folder, Path scratch, Component component, ClassPath classPath, List<String> jvmOptions)
      throws IOException {
    String java = System.getProperty("java.vm.version").replaceAll("[^A-Za-z0-9.+-]", "_");
    Path archive =
        folder.resolve(
            "%s-%s-%s.jsa".formatted(component.id(), java, digest(classPath, jvmOptions)));
    // The JVM archives classes from jars only.
    boolean possible = classPath.entries().stream().allMatch(Files::isRegularFile);
    return new ClassArchive(archive, scratch.resolve(UUID.randomUUID() + ".jsa"), possible);
  }

  /** JVM options that use the archive or, if there is none yet, write it at the end. */
  List<String> jvmOptions() {
    if (!possible) {
      return List.of();
    }
    String option =
        present ? "-XX:SharedArchiveFile=" + archive : "-XX:ArchiveClassesAtExit=" + draft;
    // An archive only saves time: whatever is wrong with it is no news to the reader of a log.
    return List.of(
        option, "-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr", "-Xlog:cds*=off");
  }

  /** Whether the process writes the archive when it ends, which takes it seconds. */
  boolean isWritten() {
    return possible && !present;
  }

  /**
   * To be called when the process ended.
   *
   * @param whole the process had started and ended in good order, so that what it wrote is worth
   *     keeping
   */
  void settle(boolean whole) {
    try {
      if (!Files.exists(draft)) {
        return;
      }
      if (whole) {
        Files.createDirectories(archive.getParent());
        deleteOthers();
        Files.move(draft, archive, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(seal(archive), checksum(archive));
      } else {
        Files.delete(draft);
      }
    } catch (IOException e) {
      LOG.debug("class archive {} is not kept: {}", archive, e.toString());
    }
  }

  /** Archives of the same component and Java that a newer build has made useless. */
  private void deleteOthers() throws IOException {
    String name = archive.getFileName().toString();
    String family = name.substring(0, name.lastIndexOf('-') + 1);
    try (DirectoryStream<Path> others =
        Files.newDirectoryStream(
            archive.getParent(), entry -> entry.getFileName().toString().startsWith(family))) {
      for (Path other : others) {
        Files.deleteIfExists(other);
      }
    }
  }

  /** A JVM that maps a damaged archive crashes, so damage must be found first. */
  private static boolean isIntact(Path archive) {
    try {
      return Files.isRegularFile(archive)
          && Files.readString(seal(archive)).equals(checksum(archive));
    } catch (IOException e) {
      return false;
    }
  }

  private static Path seal(Path archive) {
    return archive.resolveSibling(archive.getFileName() + ".crc32c");
  }

  private static String checksum(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[1 << 20];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
      }
    }
    return Long.toHexString(crc.getValue());
  }

  private static String digest(ClassPath classPath, List<String> jvmOptions) throws IOException {
    StringBuilder identity = new StringBuilder();
    for (Path entry : classPath.entries()) {
      BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
      identity
          .append(entry)
          .append('\0')
          .append(attributes.size())
          .append('\0')
          .append(attributes.lastModifiedTime().toMillis())
          .append('\n');
    }
    jvmOptions.stream()
        .filter(option -> option.startsWith("-X"))
        .forEach(option -> identity.append(option).append('\n'));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(identity.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
