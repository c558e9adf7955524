package dev.incidentlab.acceptance.external;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Looks for secrets where they must not be. */
public final class Leaks {
  private final Map<String, String> secrets = new LinkedHashMap<>();

  /**
   * @param secrets by what they are for; they are looked for as they are, and as a user's password
   *     goes into a header
   */
  public Leaks(String user, Map<String, String> secrets) {
    secrets.forEach(
        (name, secret) -> {
          this.secrets.put(name, secret);
          byte[] pair = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
          this.secrets.put(name + " in base 64", Base64.getEncoder().encodeToString(pair));
        });
  }

  /** The names of the secrets that a text tells. */
  public Set<String> in(String text) {
    Set<String> told = new TreeSet<>();
    secrets.forEach(
        (name, secret) -> {
          if (text.contains(secret)) {
            told.add(name);
          }
        });
    return told;
  }

  /** The files of a tree that tell a secret, each with its name. */
  public List<String> below(Path tree) throws IOException {
    List<String> leaks = new ArrayList<>();
    for (Path file : files(tree)) {
      in(Files.readString(file, StandardCharsets.ISO_8859_1))
          .forEach(secret -> leaks.add(file + " tells " + secret));
    }
    return leaks;
  }

  /** The regular files of a tree; links are not followed. */
  public static List<Path> files(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      return paths.filter(path -> Files.isRegularFile(path)).toList();
    }
  }
}
