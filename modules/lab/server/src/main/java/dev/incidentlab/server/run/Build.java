package dev.incidentlab.server.run;

import dev.incidentlab.drill.scenario.InvalidScenarioException;
import dev.incidentlab.drill.scenario.ScenarioReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a run was begun with. Checkpoints, ledgers and the journal have the shapes that this program
 * gives them: another one might read something else into them.
 */
public final class Build {
  private static final String SERVER = "server-";
  private static final int DIGITS = 16;

  private Build() {}

  /**
   * A fingerprint of this project's own classes, of the libraries of all components, and of a
   * scenario; a rebuild of the same sources has the same.
   *
   * @param home the built lab
   */
  public static String fingerprint(Path home, Path scenario) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path folder : scenarioFolders(scenario)) {
        digest.update(Files.readAllBytes(folder.resolve(ScenarioReader.FILE)));
      }
      String own = ownSuffix();
      if (!own.isEmpty()) {
        for (String process : new String[] {"server", "producer"}) {
          addJars(home.resolve("lib").resolve(process), own, digest);
        }
        addJars(home.resolve("jobs"), ".jar", digest);
        for (String process : new String[] {"kafka", "flink", "registry"}) {
          addNames(home.resolve("lib").resolve(process), own, digest);
        }
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the build in " + home, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The scenario's own folder, and that of the one that it extends. */
  public static List<Path> scenarioFolders(Path scenario) {
    try {
      return ScenarioReader.folders(scenario);
    } catch (InvalidScenarioException e) {
      throw new IllegalStateException("scenario %s was read before".formatted(scenario), e);
    }
  }

  /** Jars of this project end alike, in its version; empty if this runs from no jar. */
  private static String ownSuffix() {
    try {
      Path self = Path.of(Build.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      String name = self.getFileName().toString();
      return Files.isRegularFile(self) && name.startsWith(SERVER)
          ? name.substring(SERVER.length() - 1)
          : "";
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the location of a class is a URI", e);
    }
  }

  private static void addJars(Path folder, String suffix, MessageDigest digest) throws IOException {
    Map<String, Path> jars = new TreeMap<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + suffix)) {
      found.forEach(jar -> jars.put(jar.getFileName().toString(), jar));
    }
    for (Path jar : jars.values()) {
      addJar(jar, digest);
    }
  }

  /** A library's name has its version. Where the platform is somebody else's, there are none. */
  private static void addNames(Path folder, String own, MessageDigest digest) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    TreeSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(folder, jar -> !jar.toString().endsWith(own))) {
      found.forEach(jar -> names.add(jar.getFileName().toString()));
    }
    digest.update(names.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The entries' checksums stand in the jar: nothing has to be unpacked. */
  private static void addJar(Path jar, MessageDigest digest) throws IOException {
    Map<String, Long> checksums = new TreeMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (!entry.getName().startsWith("META-INF/")) {
          checksums.put(entry.getName(), entry.getCrc());
        }
      }
    }
    digest.update(checksums.toString().getBytes(StandardCharsets.UTF_8));
  }
}
