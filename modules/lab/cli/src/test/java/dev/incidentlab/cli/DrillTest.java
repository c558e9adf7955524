package dev.incidentlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.api.Runs;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.cli.drill.Project;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Starts real processes; only what the server says is canned. */
@Timeout(120)
class DrillTest {
  private static final List<Class<?>> LIBRARIES =
      List.of(
          CannedLab.class,
          Shell.class,
          Runs.class,
          ObjectMapper.class,
          JsonFactory.class,
          JsonFormat.class,
          CommandLine.class);

  @TempDir Path folder;
  private final Captured captured = new Captured();
  private Project project;

  @BeforeEach
  void layOut() throws Exception {
    project = new Project(folder, folder.resolve("home"));
    Path libraries = Files.createDirectories(project.home().resolve("lib/server"));
    for (int at = 0; at < LIBRARIES.size(); at++) {
      library(LIBRARIES.get(at), libraries.resolve(at + ".jar"));
    }
    for (String scenario : List.of("works", "dies", "fails", "gives-up", "never-pages")) {
      Path home = Files.createDirectories(project.scenarios().resolve(scenario));
      Files.writeString(home.resolve("scenario.yaml"), "id: " + scenario);
    }
  }

  @AfterEach
  void stopAll() {
    run("stop", "--all");
  }

  private static void library(Class<?> of, Path jar) throws IOException, URISyntaxException {
    Path source = Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isRegularFile(source)) {
      Files.copy(source, jar);
      return;
    }
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> classes = Files.walk(source)) {
      for (Path each : classes.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(source.relativize(each).toString()));
        Files.copy(each, out);
      }
    }
  }

  private int run(String... words) {
    return new Shell(project, captured.terminal(), Grammar.all(), Map.of()).run(List.of(words));
  }

  private List<ServerAddress> running() {
    return new Runs(project.runs()).running();
  }

  @Test
  void aDrillEndsWithThePageAndLeavesTheLabRunning() {
    int status = run("drill", "works", "--seed", "7");

    assertThat(status).as(captured.err()).isZero();
    assertThat(captured.out())
        .containsSubsequence(
            "seed 7, pace 1", "the stack is up", "the page is out", "PAGE", "./lab ack");
    assertThat(running()).hasSize(1);
  }

  @Test
  void aDrawnSeedIsPrintedAndGivenToTheServer() throws Exception {
    int status = run("drill", "works", "--seed", "random");

    assertThat(status).as(captured.err()).isZero();
    Matcher announced =
        Pattern.compile("drill works {2}seed (\\d+), pace 1").matcher(captured.out());
    assertThat(announced.find()).as(captured.out()).isTrue();
    assertThat(ProcessHandle.of(running().get(0).pid()).flatMap(p -> p.info().commandLine()))
        .get()
        .asString()
        .contains("--seed " + announced.group(1) + " ");
  }

  @Test
  void whatWasDrawnIsNotNamedAndDrawnAgainWithTheSameSeed() throws Exception {
    for (String other : List.of("dies", "fails", "gives-up", "never-pages")) {
      Files.delete(project.scenarios().resolve(other).resolve("scenario.yaml"));
    }
    Path second = Files.createDirectories(project.scenarios().resolve("works-too"));
    Files.writeString(second.resolve("scenario.yaml"), "id: works-too");

    Set<String> drawn = new TreeSet<>();
    for (String seed : List.of("1", "1", "2", "3", "4", "5", "6", "7")) {
      int status = run("drill", "--random", "--seed", seed);
      assertThat(status).as(captured.err()).isZero();
      drawn.add(seed + " " + scenario(running().get(0)));
      run("stop");
    }

    assertThat(drawn).as("one for each seed").hasSize(7);
    assertThat(drawn).as("not always the same").anyMatch(d -> d.endsWith("works"));
    assertThat(drawn).anyMatch(d -> d.endsWith("works-too"));
    assertThat(captured.out()).contains("drill --random  seed 7, pace 1").doesNotContain("works");
    assertThat(project.runs().resolve("works")).doesNotExist();
  }

  @Test
  void aDrawWithoutASeedPrintsOne() {
    Stream.of("dies", "fails", "gives-up", "never-pages")
        .forEach(o -> project.scenarios().resolve(o).resolve("scenario.yaml").toFile().delete());

    assertThat(run("drill", "--random")).as(captured.err()).isZero();

    assertThat(captured.out()).containsPattern("drill --random {2}seed \\d+, pace 1");
    assertThat(running())
        .singleElement()
        .extracting(ServerAddress::run)
        .asString()
        .startsWith("mystery/");
  }

  private static String scenario(ServerAddress lab) {
    List<String> command =
        List.of(
            ProcessHandle.of(lab.pid())
                .flatMap(process -> process.info().commandLine())
                .orElseThrow()
                .split(" "));
    return Path.of(command.get(command.indexOf("--scenario-dir") + 1)).getFileName().toString();
  }

  @Test
  void theServerHasAProcessGroupOfItsOwn() throws Exception {
    run("drill", "works");

    assertThat(processGroup(running().get(0).pid()))
        .isNotEqualTo(processGroup(ProcessHandle.current().pid()));
  }

  @Test
  void stopComesBackWhenTheServerIsGone() {
    run("drill", "works");
    long pid = running().get(0).pid();

    assertThat(run("stop")).isZero();

    // It may be gone before its answer is out.
    assertThat(captured.out()).containsAnyOf("stopped", "The lab has ended.");
    assertThat(running()).isEmpty();
    assertThat(ProcessHandle.of(pid).flatMap(p -> p.info().command())).isEmpty();
  }

  @Test
  void theAutopilotWorksTheStepsOnItsOwnLabAndStopsIt() throws IOException {
    run("drill", "works");

    int status = run("drill", "works", "--autopilot");

    assertThat(status).as(captured.err()).isZero();
    assertThat(captured.out())
        .containsSubsequence(
            "1  Decode by id.",
            "ordinary tool: ordinary --command",
            "2  From the checkpoint.",
            "verdict: PASS",
            "SINCE THE PAGE",
            "stopped");
    assertThat(running()).as("the other lab").hasSize(1);
    assertThat(Files.readString(project.runs().resolve("works/latest/ended")))
        .contains("/v1/solution /v1/flag/set /v1/job/restart /v1/verify /v1/journal /v1/stop");
  }

  @Test
  void theAutopilotKeepsTheLabOnRequest() {
    assertThat(run("drill", "works", "--autopilot", "--keep")).isZero();

    assertThat(running()).hasSize(1);
  }

  @Test
  void aServerThatDiesSaysItsLastWordsAndWhereItsLogIs() {
    int status = run("drill", "dies");

    assertThat(status).isEqualTo(2);
    assertThat(captured.err().lines())
        .singleElement()
        .asString()
        .contains("ended before it was up", "port 9092 is taken; free it", "logs/server.log")
        .doesNotContain("\tat ");
  }

  @Test
  void aServerThatGivesUpOnTheWaySaysItsLastWords() {
    int status = run("drill", "gives-up");

    assertThat(status).isEqualTo(2);
    assertThat(captured.err().lines())
        .singleElement()
        .asString()
        .contains("ended before the page: the disk is full; free some", "logs/server.log");
  }

  @Test
  void aDrillThatFailsSaysWhyAndLeavesNothingBehind() {
    int status = run("drill", "fails");

    assertThat(status).isEqualTo(2);
    assertThat(captured.err()).contains("the drill failed: waited 60 s for the barrier");
    assertThat(running()).isEmpty();
  }

  @Test
  void interruptedWhileStartingItLeavesNothingBehind() throws Exception {
    Process command = command("drill", "never-pages");
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(command.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.lines().anyMatch(line -> line.contains("the stack is up"))).isTrue();
      ServerAddress lab = running().get(0);

      interrupt(command);

      assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(running()).isEmpty();
      assertThat(ProcessHandle.of(lab.pid()).flatMap(p -> p.info().command())).isEmpty();
      assertThat(out.lines())
          .contains("lab: interrupted; ending the lab")
          .noneMatch(l -> l.contains("at dev."));
    }
  }

  private Process command(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-D" + Project.FOLDER + "=" + project.folder());
    command.add("-D" + Project.HOME + "=" + project.home());
    command.addAll(
        List.of("-cp", project.home().resolve("lib/server") + "/*", Main.class.getName()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /**
   * As Ctrl-C does. A build that was started in the background by a shell without job control
   * passes on that interrupts are ignored, which nothing in Java can take back: then as {@code
   * kill} does.
   */
  private static void interrupt(Process process) throws Exception {
    String signal = ignoresInterrupts(process.pid()) ? "-TERM" : "-INT";
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
  }

  private static boolean ignoresInterrupts(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.exists(status)) {
      return false;
    }
    long interrupt = 1 << 1;
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .mapToLong(line -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16))
        .anyMatch(mask -> (mask & interrupt) != 0);
  }

  private static String processGroup(long pid) throws IOException {
    Process ps = new ProcessBuilder("ps", "-o", "pgid=", "-p", Long.toString(pid)).start();
    return new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
