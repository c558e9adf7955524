package dev.incidentlab.acceptance;

import static dev.incidentlab.acceptance.LabUnderTest.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.Answers;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.LetterAnswers;
import dev.incidentlab.api.ReplayAnswers;
import dev.incidentlab.api.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Dead letters are turned on before the decoder is, which is switched only after the restart: good
 * records are set aside with the bad ones. Redriving brings the good ones in, and only those; what
 * was mis-read is replayed by offsets.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RedriveIT {
  private static final int POISON = 3;
  @TempDir static Path runs;

  private LabUnderTest lab;
  private List<LetterAnswers.DeadLetterView> setAside = List.of();

  @BeforeAll
  void setGoodRecordsAside() {
    lab = new LabUnderTest(runs);
    lab.ok("drill", "pinned-schema", "--seed", "103");
    assertRefused("has no unresolved letter", "redrive");
    lab.ok("flag", "set", "ingest.dead-letters", "on");
    lab.ok("job", "restart", "fact_ad_events");
    lab.ok("lag", "--wait");
    setAside = letters("unresolved").letters();
  }

  @AfterAll
  void stop() {
    lab.lab("stop", "--all");
  }

  @Test
  @Order(1)
  void lettersAreListedByPages() {
    assertThat(setAside).hasSizeGreaterThan(100);
    assertThat(setAside)
        .allSatisfy(l -> assertThat(l.jobs()).containsExactly("ingest-fact_ad_events"));
    assertThat(lab.ok("dead-letters", "list", "--limit", "2"))
        .contains("the rest: ./lab dead-letters list --table fact_ad_events --after ")
        .contains("MALFORMED", "NOT_FRAMED", "kafka-console-consumer");
    assertThat(lab.ok("status")).contains("unresolved dead letters");
    assertThat(finding(lab.verify(), "dead-letters").outcome()).isEqualTo("FAIL");
  }

  @Test
  @Order(2)
  void aLetterShowsWhichSchemaReadsIt() {
    String shown = lab.ok("dead-letters", "show", position(good()));

    assertThat(shown)
        .contains("__connect.errors.exception.message", "000000  00 00 00 00")
        .contains("VIEW_THROUGH")
        .containsPattern("v1 +stopped at byte \\d+, \\d+ bytes unread: event_type")
        .containsPattern("registry, id \\d+ +every byte is read")
        .doesNotContain("\tat ");
    assertRefused("is no position of a record", "show", "ad-events");
    assertRefused("has no letter about ad-events/0/0", "show", "ad-events/0/0");
    assertRefused("is in no topic that is ingested", "show", "orders/0/0");
  }

  @Test
  @Order(3)
  void theSameDecoderWouldReadNoneOfThem() {
    assertThat(lab.ok("dead-letters", "redrive", "--reason", "MALFORMED", "--dry-run"))
        .contains(" 0 would decode", "the decoder is pinned");
  }

  @Test
  @Order(4)
  void oneLetterIsRedrivenOnce() {
    lab.ok("flag", "set", "ingest.decoder", "registry");
    String one = position(good());

    assertThat(lab.ok("dead-letters", "redrive", one)).containsPattern("inserted +1\n");

    assertRefused("is resolved already: redriven by redrive-1 of", "redrive", one);
    assertThat(letters("all").letters())
        .filteredOn(l -> position(l).equals(one))
        .singleElement()
        .satisfies(l -> assertThat(l.resolution()).isEqualTo("redriven"));
  }

  @Test
  @Order(5)
  void oneRedriveRunsAtATime() {
    CompletableFuture<LetterAnswers.Redrive> first =
        CompletableFuture.supplyAsync(() -> redrive(Map.of("limit", "20", "rate", "4")));
    List<String> refusals = new ArrayList<>();
    while (!first.isDone()) {
      refusals.add(lab.lab("dead-letters", "redrive", "--dry-run").text());
    }

    assertThat(refusals).anySatisfy(r -> assertThat(r).contains("another one is under way"));
    assertThat(first.join().read()).isEqualTo(20);
    assertThat(first.join().seconds()).isGreaterThan(19 / 4.0);
  }

  @Test
  @Order(6)
  void redrivingBringsInWhatCanBeRead() {
    lab.ok("lag", "--wait");
    long before = letters("unresolved").matching();

    LetterAnswers.Redrive redrive = redrive(Map.of());

    assertThat(redrive.read()).isEqualTo(before).isGreaterThan(100);
    assertThat(redrive.undecodable()).isEqualTo(POISON);
    assertThat(redrive.inserted()).isEqualTo(redrive.read() - POISON);
    assertThat(redrive.updated() + redrive.unchanged() + redrive.duplicates()).isZero();
  }

  @Test
  @Order(7)
  void everyRedrivenLetterIsResolvedAndNoOther() {
    assertThat(letters("unresolved").letters()).hasSize(POISON);
    assertThat(letters("all").letters())
        .filteredOn(l -> !l.resolution().isEmpty())
        .hasSizeGreaterThanOrEqualTo(setAside.size() - POISON)
        .allSatisfy(l -> assertThat(l.resolvedBy()).matches("redrive-[1-3] of .+"));
    assertThat(lab.ok("dead-letters", "redrive", "--dry-run")).contains(" 0 would decode, 3 would");
    assertRefused("has no unresolved letter of reason", "redrive", "--reason", "TRAILING_BYTES");
  }

  @Test
  @Order(8)
  void afterAReplayByOffsetsEverythingIsRight() throws IOException {
    ReplayAnswers.ReplayPlan byTime =
        client().use(Verb.REPLAY_PLAN, Map.of("from", "07:30"), ReplayAnswers.ReplayPlan.class);
    Path offsets =
        Files.write(
            runs.resolve("offsets"),
            byTime.ranges().stream().map(r -> r.partition() + ": " + r.from()).toList());

    assertThat(lab.ok("replay", "run", "--from-offsets", offsets.toString(), "--json"))
        .contains("\"inserted\":0");
    lab.rebuildDownstream();

    Answers.Verdict verdict = lab.verify();

    assertThat(verdict.outcome()).as(verdict.toString()).isEqualTo("PASS");
    assertThat(lab.ok("journal")).contains("dead-letters redrive: redrive-3 read ");
  }

  /** The record of a letter that is good, but not for the pinned schema. */
  private LetterAnswers.DeadLetterView good() {
    return setAside.stream()
        .filter(l -> l.reason().equals("MALFORMED"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no good record among " + setAside));
  }

  private static String position(LetterAnswers.DeadLetterView letter) {
    return letter.topic() + "/" + letter.partition() + "/" + letter.offset();
  }

  private LetterAnswers.DeadLetters letters(String which) {
    return client()
        .use(
            Verb.DEAD_LETTERS_LIST,
            Map.of("which", which, "limit", "10000"),
            LetterAnswers.DeadLetters.class);
  }

  private LetterAnswers.Redrive redrive(Map<String, String> arguments) {
    return client().use(Verb.DEAD_LETTERS_REDRIVE, arguments, LetterAnswers.Redrive.class);
  }

  private LabClient client() {
    return new LabClient(lab.address().url(), "acceptance", Duration.ofMinutes(6));
  }

  private void assertRefused(String message, String... words) {
    String[] command = new String[words.length + 1];
    command[0] = "dead-letters";
    System.arraycopy(words, 0, command, 1, words.length);
    LabUnderTest.Output output = lab.lab(command);
    assertThat(output.status()).isEqualTo(2);
    assertThat(output.text()).contains(message).doesNotContain("\tat ");
  }
}
