package dev.incidentlab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.incidentlab.api.LetterAnswers.DeadLetterView;
import dev.incidentlab.api.LetterAnswers.DeadLetters;
import dev.incidentlab.api.ReplayAnswers.ReplayPlan;
import dev.incidentlab.api.StatusAnswers.Job;
import dev.incidentlab.api.StatusAnswers.Jobs;
import dev.incidentlab.api.StatusAnswers.Lag;
import dev.incidentlab.api.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What README and the runbooks tell people to type does what they say, on one lab that is brought
 * to the page, repaired and ended by nothing else. What is not run says so, and why.
 */
@Tag("slow")
class RunbooksIT {
  private static final String README = "README.md";
  private static final String JOB = "ingest-fact_ad_events";
  private static final String BRINGS_TO_THE_PAGE = "./lab drill pinned-schema";
  private static final String GOES_ON_UNTIL_THE_END = "./lab status --watch";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** README's last commands, whatever stands behind them there. */
  private static final List<String> LAST = List.of("./lab verify --final", "./lab stop");

  /**
   * Sections in the order in which people need them: looks at the page, the repair, then what else
   * can be wrong, in a lab that is well again.
   */
  private static final List<String> ORDER =
      List.of(
          "freshness-page.md: Runbook: a freshness page fired",
          "freshness-page.md: Take it",
          "freshness-page.md: Confirm",
          "freshness-page.md: Which cause",
          "pausing-downstream.md: Confirm",
          "stakeholder-updates.md: Runbook: what to tell stakeholders",
          "stakeholder-updates.md: At the page",
          "stakeholder-updates.md: When you know what it is",
          "schema-mismatch.md: Runbook: ingest fails or mis-reads after a schema change",
          "schema-mismatch.md: Confirm",
          "schema-mismatch.md: Act",
          "schema-mismatch.md: Verify",
          "stakeholder-updates.md: When new data flows again",
          "stakeholder-updates.md: When it takes longer",
          "stakeholder-updates.md: When it is right",
          "stakeholder-updates.md: Verify",
          "offset-replay.md: Runbook: read a stretch of a topic again",
          "offset-replay.md: Confirm",
          "offset-replay.md: Act",
          "dead-letters.md: Runbook: records were set aside as dead letters",
          "dead-letters.md: Confirm",
          "dead-letters.md: Act",
          "pausing-downstream.md: Runbook: models wait, and the dashboard gets no slot",
          "pausing-downstream.md: Pause",
          "pausing-downstream.md: Rebuild",
          "pausing-downstream.md: Resume",
          "pausing-downstream.md: Override a gate",
          "offset-replay.md: Verify",
          "dead-letters.md: Verify",
          "pausing-downstream.md: Verify",
          "freshness-page.md: The job failed",
          "freshness-page.md: The job was cancelled",
          "freshness-page.md: Nothing is published",
          "freshness-page.md: The job is behind",
          "freshness-page.md: Nothing is committed",
          "registry-outage.md: Confirm",
          "registry-outage.md: Act",
          "registry-outage.md: Verify",
          "freshness-page.md: The clock",
          "freshness-page.md: The lab itself is gone",
          "freshness-page.md: Verify",
          "README.md: Incident Lab",
          "README.md: Do it yourself",
          "README.md: On containers",
          "README.md: On somebody's platform",
          "README.md: What is judged",
          "README.md: Figures");

  private static final String RESTORED = "it takes the table back; LayoutIT does it, and judges";

  private static final String SHOWN = "what the autopilot printed; the same step is run above";

  /** README's commands that are left out, and why. */
  private static final String CONTAINERS = "it needs an engine; ComposeIT does as much";

  private static final Map<String, String> NOT_RUN =
      Map.ofEntries(
          Map.entry("./lab job stop fact_ad_events", RESTORED),
          Map.entry("./lab table restore fact_ad_events --version 4", RESTORED),
          Map.entry("./lab job start fact_ad_events --from earliest", RESTORED),
          Map.entry(
              "./lab drill pinned-schema --autopilot",
              "a lab of its own; ReferenceSolutionIT runs it with five seeds"),
          Map.entry(
              "./lab drill pinned-schema --autopilot --fix replay-append",
              "a lab of its own; WrongFixesIT works every wrong fix"),
          Map.entry("mvn verify", "it is what runs this test"),
          Map.entry("./lab job restart fact_ad_events", SHOWN),
          Map.entry("./lab replay run --from 07:30 --to 09:30", SHOWN),
          Map.entry("./lab downstream rebuild --from 07:30", SHOWN),
          Map.entry(
              "./lab resume",
              "freshness-page.md has it where the server is gone, and it is run there"),
          Map.entry(
              "./lab drill pinned-schema --kafka broker:9093 --registry https://registry --flink https://flink --tables DIR --client-config FILE",
              "a platform of somebody's; SecuredPlatformIT runs it on one"),
          Map.entry("./lab clean --run pinned-schema/20260303-081500", "the same"),
          Map.entry("./lab bench 3", "three labs of its own, for figures"),
          Map.entry("./lab bench replay --records 1M --runs 5", "a stack of its own, for figures"),
          Map.entry("./lab doctor --stack compose", CONTAINERS),
          Map.entry("docker compose up -d --build --wait", CONTAINERS),
          Map.entry("./lab drill pinned-schema --stack compose --autopilot", CONTAINERS),
          Map.entry("docker compose down -v", CONTAINERS));

  @TempDir static Path folder;

  private final Map<String, List<WrittenCommand>> sections = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();

  /** What was typed since something was changed. */
  private final Set<String> looked = new HashSet<>();

  private CheckoutUnderTest checkout;
  private LabUnderTest lab;
  private Process watch;

  /** What has to be the case before a section makes sense, made so. */
  private final Map<String, Premise> premises =
      Map.of(
          "freshness-page.md: The job was cancelled", this::cancelTheJob,
          "freshness-page.md: Nothing is published", this::stopTheProducer,
          "freshness-page.md: The clock", () -> mustDo("./lab clock resume --pace 20"),
          "freshness-page.md: The lab itself is gone", this::killTheServer);

  private interface Premise {
    void make() throws IOException, InterruptedException;
  }

  @BeforeEach
  void read() throws IOException {
    try (Stream<Path> files = Files.list(CheckoutUnderTest.PROJECT.resolve("runbooks"))) {
      for (Path file : Stream.concat(files.sorted(), Stream.of(readme())).toList()) {
        for (WrittenCommand command : WrittenCommand.in(file)) {
          String section = command.document() + ": " + command.section();
          sections.computeIfAbsent(section, s -> new ArrayList<>()).add(command);
        }
      }
    }
    checkout = CheckoutUnderTest.in(folder);
    lab = new LabUnderTest(checkout.runs());
  }

  private static Path readme() {
    return CheckoutUnderTest.PROJECT.resolve(README);
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    checkout.type("./lab stop --all");
    if (watch != null) {
      watch.destroy();
    }
  }

  @Test
  void whatIsWrittenWorks() throws IOException, InterruptedException {
    everyCommandHasItsPlace();
    mustDo(BRINGS_TO_THE_PAGE + " --seed 106");

    for (String section : ORDER) {
      if (premises.containsKey(section)) {
        premises.get(section).make();
        looked.clear();
      }
      for (WrittenCommand command : sections.get(section)) {
        if (!isOfTheEnds(command)) {
          run(command);
        }
      }
    }
    end();

    assertThat(failures).isEmpty();
  }

  private static boolean isOfTheEnds(WrittenCommand command) {
    String text = command.text();
    return command.document().equals(README)
        && (text.equals(BRINGS_TO_THE_PAGE)
            || text.equals(GOES_ON_UNTIL_THE_END)
            || LAST.contains(text));
  }

  private void everyCommandHasItsPlace() {
    List<String> all =
        sections.values().stream().flatMap(List::stream).map(WrittenCommand::text).toList();

    assertThat(sections.keySet()).as("sections with commands").hasSameElementsAs(ORDER);
    assertThat(all).hasSizeGreaterThan(100);
    assertThat(all).contains(BRINGS_TO_THE_PAGE, GOES_ON_UNTIL_THE_END).containsAll(LAST);
    assertThat(all).as("commands that are left out").containsAll(NOT_RUN.keySet());
    assertThat(sections.keySet()).containsAll(premises.keySet());
  }

  private void run(WrittenCommand command) throws IOException, InterruptedException {
    Optional<String> reason = notRun(command);
    if (reason.isPresent()) {
      say(command, "not run: " + reason.get());
      return;
    }
    String typed = filledIn(command.text());
    if (!looked.add(typed)) {
      say(command, "not run again: it was run above, and nothing was changed since");
      return;
    }
    if (changes(typed)) {
      looked.clear();
    }
    run(command, typed);
  }

  /** Updates and remarks are for people; what does not begin with the launcher only looks. */
  private static boolean changes(String typed) {
    List<String> words = List.of(typed.split(" "));
    if (!words.get(0).equals("./lab") || List.of("tool", "say", "note").contains(words.get(1))) {
      return false;
    }
    Verb verb =
        Verb.of(words.subList(1, Math.min(words.size(), 3)))
            .or(() -> Verb.of(words.subList(1, 2)))
            .orElse(null);
    // What is no verb of a running lab starts one, or is about the command line.
    return verb == null ? words.get(1).equals("resume") : verb.effect() == Verb.Effect.ACTS;
  }

  private void run(WrittenCommand command, String typed) throws IOException, InterruptedException {
    long began = System.nanoTime();
    LabUnderTest.Output output = checkout.type(typed);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    String result = "exits with %d after %.1f s".formatted(output.status(), took.toMillis() / 1e3);
    say(command, result);
    if (output.status() != command.exit()) {
      failures.add(
          "%s, %s: `%s` %s, and not with %d: %s"
              .formatted(
                  command.document(),
                  command.section(),
                  typed,
                  result,
                  command.exit(),
                  output.text()));
    }
  }

  private static void say(WrittenCommand command, String result) {
    System.out.printf(
        "%s, %s: %s: %s%n", command.document(), command.section(), command.text(), result);
  }

  /** Why a command is left out; the files that it names are there all the same. */
  private Optional<String> notRun(WrittenCommand command) throws IOException, InterruptedException {
    String text = command.text();
    if (command.document().equals(README) && NOT_RUN.containsKey(text)) {
      return Optional.of(NOT_RUN.get(text));
    }
    String program = text.split(" ", 2)[0];
    if (checkout.has(program)) {
      return Optional.empty();
    }
    Matcher path = Pattern.compile("runs/[^ '\"]+").matcher(text);
    while (path.find()) {
      mustDo("ls -d " + path.group());
    }
    return Optional.of(program + " is not installed here; the files are there");
  }

  /** Words in capitals stand for what this lab has. */
  private String filledIn(String text) {
    return Pattern.compile("\\b(KAFKA|REGISTRY|FLINK|JOB|FILE|VERB|TOPIC|PARTITION|OFFSET)\\b")
        .matcher(text)
        .replaceAll(word -> Matcher.quoteReplacement(standsFor(word.group(1))));
  }

  private String standsFor(String word) {
    return switch (word) {
      case "KAFKA" -> lab.component("kafka").address();
      case "REGISTRY" -> lab.component("registry").address();
      case "FLINK" -> lab.component("flink-jobmanager").address();
      case "JOB" -> job().id();
      case "FILE" -> offsetsFile();
      case "VERB" -> "replay run";
      case "TOPIC" -> letter().topic();
      case "PARTITION" -> String.valueOf(letter().partition());
      case "OFFSET" -> String.valueOf(letter().offset());
      default -> throw new AssertionError("nothing is declared for " + word);
    };
  }

  private Job job() {
    return lab.ask(Verb.JOB_STATUS, Jobs.class).jobs().stream()
        .filter(job -> job.name().equals(JOB))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + JOB));
  }

  private DeadLetterView letter() {
    return lab.ask(Verb.DEAD_LETTERS_LIST, DeadLetters.class).letters().get(0);
  }

  /** The same stretch as by time. */
  private String offsetsFile() {
    ReplayPlan byTime =
        lab.ask(Verb.REPLAY_PLAN, Map.of("from", "07:30", "quick", "true"), ReplayPlan.class);
    try {
      return Files.write(
              folder.resolve("offsets"),
              byTime.ranges().stream().map(r -> r.partition() + ": " + r.from()).toList())
          .toString();
    } catch (IOException e) {
      throw new AssertionError("cannot write the offsets", e);
    }
  }

  private void mustDo(String line) throws IOException, InterruptedException {
    LabUnderTest.Output output = checkout.type(line);
    assertThat(output.status()).as("%s: %s", line, output.text()).isZero();
  }

  private void cancelTheJob() throws IOException, InterruptedException {
    mustDo(filledIn("curl -s -X PATCH 'FLINK/jobs/JOB?mode=cancel'"));
    await().atMost(PATIENCE).until(() -> job().state().equals("CANCELED"));
  }

  /** As the table of causes has it: the job runs, nothing waits, and the ends stand. */
  private void stopTheProducer() throws IOException, InterruptedException {
    mustDo("./lab producer stop");
    await().atMost(PATIENCE).until(() -> behind() == 0);
    assertThat(job().state()).isEqualTo("RUNNING");
  }

  private long behind() {
    return lab.ask(Verb.LAG, Lag.class).partitions().stream().mapToLong(p -> p.behind()).sum();
  }

  private void killTheServer() {
    ProcessHandle server = ProcessHandle.of(lab.address().pid()).orElseThrow();
    assertThat(server.destroyForcibly()).isTrue();
    await().atMost(PATIENCE).until(() -> !LabUnderTest.runs(server));
  }

  private void end() throws IOException, InterruptedException {
    Path watched = Files.createTempFile(folder, "watch", ".txt");
    watch = checkout.start(GOES_ON_UNTIL_THE_END, watched);
    await().atMost(PATIENCE).until(() -> Files.size(watched) > 0);
    // Three story minutes of watching freshness are six seconds then.
    mustDo("./lab clock resume --pace 30");
    for (String last : LAST) {
      for (WrittenCommand command : sections.get("README.md: Do it yourself")) {
        if (command.text().equals(last)) {
          run(command, last);
        }
      }
    }
    assertThat(watch.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(watch.exitValue()).as(Files.readString(watched)).isZero();
    assertThat(checkout.type("./lab status").text()).contains("no lab is running");
  }
}
