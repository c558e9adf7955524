package dev.incidentlab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A folder that looks to a person like this project after its first build: the launcher itself, the
 * scenarios, the documents, and what the build laid out. Runs are kept in it. What is typed there
 * is carried out by a shell, as written.
 *
 * @param folder of the checkout
 */
record CheckoutUnderTest(Path folder) {
  static final Path PROJECT = LabUnderTest.HOME.getParent().getParent();
  private static final int PATIENCE_SECONDS = 240;

  /** Lays it out. */
  static CheckoutUnderTest in(Path folder) throws IOException {
    Files.writeString(folder.resolve("pom.xml"), "<project/>");
    Files.createDirectories(folder.resolve("modules"));
    for (String name : List.of("scenarios", "runbooks", "README.md")) {
      Files.createSymbolicLink(folder.resolve(name), PROJECT.resolve(name));
    }
    // Else an answer of status 404 would be a success.
    Files.writeString(folder.resolve(".curlrc"), "fail\n");
    // Made last: what is older than this the launcher takes for built.
    Path stamp = Files.writeString(folder.resolve("built"), "");
    String launcher = Files.readString(PROJECT.resolve("lab"));
    launcher = replaced(launcher, "home=$project/target/lab", "home='" + LabUnderTest.HOME + "'");
    launcher = replaced(launcher, "stamp=$home/.complete", "stamp='" + stamp + "'");
    Path lab = Files.writeString(folder.resolve("lab"), launcher);
    Files.setPosixFilePermissions(lab, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new CheckoutUnderTest(folder);
  }

  /** The build under test is elsewhere; all else of the launcher stays as it is. */
  private static String replaced(String text, String line, String by) {
    assertThat(text).containsOnlyOnce("\n" + line + "\n");
    return text.replace("\n" + line + "\n", "\n" + by + "\n");
  }

  Path runs() {
    return folder.resolve("runs");
  }

  /** Has a shell carry out a line, and waits for its end. */
  LabUnderTest.Output type(String line) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "typed", ".txt");
    Process shell = start(line, output);
    if (!shell.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      shell.descendants().forEach(ProcessHandle::destroy);
      shell.destroy();
      throw new AssertionError(
          "%s takes more than %d s: %s".formatted(line, PATIENCE_SECONDS, text(output)));
    }
    return new LabUnderTest.Output(shell.exitValue(), text(output));
  }

  /** Records come as they are; not all of their bytes are text. */
  private static String text(Path output) throws IOException {
    return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
  }

  /** Has a shell begin with a line. */
  Process start(String line, Path output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("CURL_HOME", folder.toString());
    return builder.start();
  }

  /** Whether a program is there to be run. */
  boolean has(String program) throws IOException, InterruptedException {
    return type("command -v " + program).status() == 0;
  }
}
