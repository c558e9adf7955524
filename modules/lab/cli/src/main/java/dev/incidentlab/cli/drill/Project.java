package dev.incidentlab.cli.drill;

import java.nio.file.Path;

/**
 * Where things are.
 *
 * @param folder the project
 * @param home the built lab, with a folder of libraries for each process
 */
public record Project(Path folder, Path home) {
  /** System property that names the project. */
  public static final String FOLDER = "lab.project";

  /** System property that names the built lab. */
  public static final String HOME = "lab.home";

  /** As the launcher says. */
  public static Project ofLauncher() {
    Path folder = Path.of(System.getProperty(FOLDER, "")).toAbsolutePath();
    String home = System.getProperty(HOME);
    return new Project(folder, home == null ? folder.resolve("target/lab") : Path.of(home));
  }

  public Path scenarios() {
    return folder.resolve("scenarios");
  }

  /** Class-data archives of the processes. */
  public Path archives() {
    return home.resolve("cds");
  }

  /** Where runs are kept unless someone says otherwise. */
  public Path runs() {
    return folder.resolve("runs");
  }
}
