package dev.incidentlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher itself, in a project of its own, with a Java and a Maven that only say what they do.
 */
@Timeout(60)
class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/sh
      case "$*" in *-XX:ArchiveClassesAtExit=*) exit 0 ;; esac
      echo "JAVA $*"
      """;

  private static final String MAVEN =
      """
      #!/bin/sh
      echo "built" >> "$MVN_CALLS"
      echo "[INFO] Building api 0.1.0-SNAPSHOT                     [1/2]"
      echo "[INFO] Building cli 0.1.0-SNAPSHOT                     [2/2]"
      if [ -f broken ]; then echo "[ERROR] cli: ';' expected"; exit 1; fi
      mkdir -p target/lab/lib/cli
      """;

  @TempDir Path folder;
  private Path project;
  private Path jdk;

  private record Ran(int status, String out) {}

  @BeforeEach
  void layOut() throws IOException {
    project = Files.createDirectories(folder.resolve("a project"));
    Files.copy(Path.of("../../../lab"), project.resolve("lab"));
    Files.writeString(project.resolve("pom.xml"), "<project/>");
    source("modules/lab/cli/src/main/java/Main.java");
    jdk = folder.resolve("jdk");
    script(jdk.resolve("bin/java"), JAVA);
    script(folder.resolve("bin/mvn"), MAVEN);
    release("17.0.15");
  }

  private void release(String version) throws IOException {
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
  }

  private void source(String name) throws IOException {
    Path file = project.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ran run(Path launcher, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", launcher.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", jdk.toString());
    environment.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    environment.put("MVN_CALLS", folder.resolve("mvn-calls").toString());
    Path out = Files.createTempFile(folder, "out", "");
    Process process = builder.redirectOutput(out.toFile()).start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it comes back").isTrue();
      return new Ran(process.exitValue(), Files.readString(out));
    } finally {
      process.destroy();
    }
  }

  private Ran lab(String... words) throws Exception {
    return run(project.resolve("lab"), words);
  }

  private long builds() throws IOException {
    Path calls = folder.resolve("mvn-calls");
    return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
  }

  @Test
  void theFirstRunBuildsAndShowsProgressTheNextDoesNot() throws Exception {
    Ran first = lab("list");
    Ran second = lab("list");

    assertThat(first.out()).contains("[1/2] api", "[2/2] cli", "JAVA ");
    assertThat(second.out()).startsWith("JAVA ");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void wordsReachTheProgramAsTheyAre() throws Exception {
    lab("list");

    assertThat(lab("logs", "two words", "*").out())
        .contains("-Dlab.project=" + project.toRealPath())
        .contains("-Dlab.home=" + project.toRealPath().resolve("target/lab"))
        .endsWith("dev.incidentlab.cli.Main logs two words *\n");
  }

  @Test
  void aNewerSourceIsBuiltATestIsNot() throws Exception {
    lab("list");
    FileTime later = FileTime.from(Instant.now().plusSeconds(60));
    source("modules/lab/cli/src/test/java/MainTest.java");
    Files.setLastModifiedTime(
        project.resolve("modules/lab/cli/src/test/java/MainTest.java"), later);
    lab("list");
    assertThat(builds()).isEqualTo(1);

    Files.setLastModifiedTime(project.resolve("modules/lab/cli/src/main/java/Main.java"), later);
    lab("list");

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void librariesDoNotChangeUnderARunningLab() throws Exception {
    lab("list");
    FileTime later = FileTime.from(Instant.now().plusSeconds(60));
    Files.setLastModifiedTime(project.resolve("pom.xml"), later);
    String libraries = project.resolve("target/lab/lib/server") + "/*";
    // Lives until its standard input ends, and shows its arguments as a server does.
    Process server = new ProcessBuilder("bash", "-c", "read -r", "java", "-cp", libraries).start();
    try {
      serverJson(server.pid());

      Ran ran = lab("list");

      assertThat(ran.out()).contains("a lab is running; using the last build", "JAVA ");
      assertThat(builds()).isEqualTo(1);
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void anotherProcessOfTheSameNumberIsNoRunningLab() throws Exception {
    lab("list");
    FileTime later = FileTime.from(Instant.now().plusSeconds(60));
    Files.setLastModifiedTime(project.resolve("pom.xml"), later);
    serverJson(ProcessHandle.current().pid());

    lab("list");

    assertThat(builds()).isEqualTo(2);
  }

  private void serverJson(long pid) throws IOException {
    Path run = Files.createDirectories(project.resolve("runs/s/1"));
    Files.writeString(
        run.resolve("server.json"), "{\"run\":\"s/1\",\"url\":\"u\",\"pid\":%d}".formatted(pid));
  }

  @Test
  void aFailedBuildSaysWhyAndWhereAndIsTriedAgain() throws Exception {
    Files.createFile(project.resolve("broken"));

    Ran ran = lab("list");

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.out())
        .contains("[ERROR] cli: ';' expected", "target/build.log")
        .doesNotContain("JAVA ");
    Files.delete(project.resolve("broken"));
    assertThat(lab("list").out()).contains("JAVA ");
  }

  @Test
  void aLockWhoseHolderIsGoneIsTaken() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Path lock = Files.createDirectory(project.resolve("target")).resolve(".building");
    Files.createSymbolicLink(lock, Path.of(Long.toString(gone.pid())));

    assertThat(lab("list").status()).isZero();
    assertThat(Files.isSymbolicLink(lock)).isFalse();
  }

  @Test
  void anOldJavaIsNamedWithItsVersion() throws Exception {
    release("11.0.2");

    Ran ran = lab("list");

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.out()).contains("is Java 11.0.2; Incident Lab needs 17 or newer");
    assertThat(builds()).isZero();
  }

  @Test
  void aMissingJavaIsNamed() throws Exception {
    jdk = folder.resolve("nowhere");

    Ran ran = lab("list");

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.out()).contains("JAVA_HOME is " + jdk).contains("JDK 17 or newer");
  }

  @Test
  void itWorksThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a project/lab"));

    assertThat(run(link, "list").out()).contains("-Dlab.project=" + project.toRealPath());
  }

  @Test
  void ordinaryToolsRunWithTheirOwnLibraries() throws Exception {
    lab("list");

    assertThat(lab("tool", "kafka-topics", "--list").out())
        .contains("lib/kafka-tools/*", "org.apache.kafka.tools.TopicCommand --list");
  }

  @Test
  void anUnknownToolListsTheKnown() throws Exception {
    lab("list");

    Ran ran = lab("tool", "kafka-topcs");

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.out())
        .contains("no tool 'kafka-topcs'", "kafka-topics", "kafka-consumer-groups");
  }
}
