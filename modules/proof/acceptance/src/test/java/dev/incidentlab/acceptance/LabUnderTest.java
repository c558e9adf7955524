package dev.incidentlab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.api.Answer;
import dev.incidentlab.api.Answers;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.Runs;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.api.StatusAnswers;
import dev.incidentlab.api.Verb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Labs run from what the build laid out, by the command line's program in a process of its own.
 *
 * @param runs folder of all runs
 */
record LabUnderTest(Path runs) {
  static final Path HOME = Path.of(System.getProperty("lab.home"));
  static final Path PROJECT = HOME.getParent().getParent();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(6);

  /** What a command printed, and its exit status. */
  record Output(int status, String text) {}

  /** Runs a command to its end. */
  Output lab(String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlab.project=" + PROJECT,
                "-Dlab.home=" + HOME,
                "-cp",
                HOME.resolve("lib/cli") + "/*",
                "dev.incidentlab.cli.Main"));
    command.addAll(List.of(words));
    command.addAll(List.of("--run-root", runs.toString()));
    return run(command);
  }

  /** A command that must succeed. */
  String ok(String... words) {
    Output output = lab(words);
    assertThat(output.status()).as("%s: %s", List.of(words), output.text()).isZero();
    return output.text();
  }

  /** One of Kafka's own tools, as the launcher runs it. */
  Output kafkaTool(String mainClass, String... words) {
    Path tools = HOME.resolve("lib/kafka-tools");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                tools + ":" + tools + "/*",
                mainClass));
    command.addAll(List.of(words));
    return run(command);
  }

  ServerAddress address() {
    return new Runs(runs).select(null);
  }

  Path runFolder() {
    return runs.resolve(address().run());
  }

  <T extends Answer> T ask(Verb verb, Class<T> answer) {
    return ask(verb, Map.of(), answer);
  }

  <T extends Answer> T ask(Verb verb, Map<String, String> arguments, Class<T> answer) {
    return new LabClient(address().url(), "acceptance", LIMIT).use(verb, arguments, answer);
  }

  StatusAnswers.ComponentView component(String name) {
    return ask(Verb.STATUS, StatusAnswers.Status.class).components().stream()
        .filter(component -> component.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no component " + name));
  }

  /** The verdict with all that a person on the drill is not told; the run's journal has it. */
  Answers.Verdict verify() {
    ask(Verb.VERIFY, Answers.Verdict.class);
    try {
      String line =
          Files.readAllLines(runFolder().resolve("journal.jsonl")).stream()
              .filter(l -> l.contains("\"kind\":\"VERDICT\""))
              .reduce((first, last) -> last)
              .orElseThrow(() -> new AssertionError("the journal has no verdict"));
      return JSON.treeToValue(JSON.readTree(line).path("data"), Answers.Verdict.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes anew what was published of wrong rows; models that wait for data give up their slots. */
  void rebuildDownstream() {
    List<String> waiting = List.of("attribution_mart", "ml_features");
    waiting.forEach(model -> ok("downstream", "pause", model));
    ok("downstream", "rebuild", "--from", "07:30");
    waiting.forEach(model -> ok("downstream", "resume", model));
  }

  static Answers.OracleFinding finding(Answers.Verdict verdict, String oracle) {
    return verdict.findings().stream()
        .filter(f -> f.oracle().equals(oracle))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no finding of " + oracle + " in " + verdict));
  }

  /** The server and everything that it started. */
  List<ProcessHandle> processes() {
    ProcessHandle server = ProcessHandle.of(address().pid()).orElseThrow();
    return Stream.concat(Stream.of(server), server.descendants()).toList();
  }

  /** Whether a process runs; one that ended and that nobody collected has no command any more. */
  static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  private Output run(List<String> command) {
    try {
      Path output = Files.createTempFile(runs, "output", ".txt");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroy();
        throw new AssertionError(
            "%s took more than %s: %s".formatted(command, LIMIT, Files.readString(output)));
      }
      return new Output(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
