package dev.incidentlab.server.page;

import dev.incidentlab.server.run.Build;
import dev.incidentlab.server.run.LabOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Tells runs that come to the same page from those that do not. */
public final class PageKey {
  private static final int DIGITS = 24;

  private PageKey() {}

  /**
   * Everything that has a part in what happens before the page: the scenario's files, the seed, the
   * rate, and the build. Who drills, at which pace, and at which ports, has none.
   */
  public static String of(LabOptions options) throws IOException {
    MessageDigest digest = sha256();
    add(digest, Build.fingerprint(options.home(), options.scenario()));
    add(digest, options.scenario().getFileName().toString());
    // A run that does not tell its scenario's name keeps no page that does, and takes none.
    add(digest, options.run().getParent().getFileName().toString());
    add(digest, Long.toString(options.seed()));
    add(digest, options.rate().toString());
    for (Path folder : Build.scenarioFolders(options.scenario())) {
      for (Path file : files(folder)) {
        byte[] content = Files.readAllBytes(file);
        add(digest, folder.relativize(file) + " " + content.length);
        digest.update(content);
      }
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  private static List<Path> files(Path scenario) throws IOException {
    try (Stream<Path> files = Trees.files(scenario)) {
      return files.toList();
    }
  }

  private static void add(MessageDigest digest, String text) {
    digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
