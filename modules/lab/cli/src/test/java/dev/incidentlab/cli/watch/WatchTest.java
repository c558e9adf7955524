package dev.incidentlab.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.api.Answers.Grade;
import dev.incidentlab.api.Answers.JournalLines;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.api.StatusAnswers.Status;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.CannedLab;
import dev.incidentlab.cli.Captured;
import dev.incidentlab.cli.view.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WatchTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Style PLAIN = new Style(false);

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Captured captured = new Captured();
  private CannedLab lab;

  @BeforeEach
  void startLab() throws IOException {
    lab = new CannedLab();
  }

  @AfterEach
  void stopLab() {
    lab.close();
  }

  private LabEnd watch(boolean once) throws InterruptedException {
    return watch(new PlainShow(captured.terminal()), new Watch.Until(once, null));
  }

  private LabEnd watch(Show show, Watch.Until until) throws InterruptedException {
    LabClient client = new LabClient(lab.url(), "dana", Duration.ofSeconds(30));
    return new Watch(show, new Keys(client, PLAIN, events::add), until).run(events);
  }

  private static Event stood(String phase) throws IOException {
    return new Event.Stood(JSON.readValue(CannedLab.status(phase), Status.class));
  }

  private static Event graded(String outcome, String observed) throws IOException {
    return new Event.Graded(JSON.readValue(CannedLab.graded(outcome, observed), Grade.class));
  }

  private static Event told(String phase, String... lines) throws IOException {
    return new Event.Told(JSON.readValue(CannedLab.journal(phase, lines), JournalLines.class));
  }

  private void tell(Event... all) {
    events.addAll(List.of(all));
  }

  private static Event key(char key) {
    return new Event.Key(key);
  }

  @ParameterizedTest
  @CsvSource({"PASS, 0", "FAIL, 1", "ERROR, 2"})
  void onceEndsWithSomethingOfEverythingAndTheStatusOfTheGrade(String outcome, int status)
      throws Exception {
    tell(graded(outcome, "seen"), stood("ON_CALL"));
    tell(told("ON_CALL", CannedLab.line(1, "LAB", "the page is out")), key('q'));

    LabEnd end = watch(true);

    assertThat(end).isEqualTo(new LabEnd(null, status));
    assertThat(events).as("what came later").hasSize(1);
    assertThat(captured.out())
        .contains("pinned-schema/1", "28m 48s left", "the page is out", outcome + "  ledger: ");
  }

  @Test
  void withoutATerminalThereIsALineAChangeAndNoEscape() throws Exception {
    tell(graded("FAIL", "some rows are missing"), graded("FAIL", "some rows are missing"));
    tell(stood("ON_CALL"), stood("ON_CALL"), told("ON_CALL"));
    tell(told("ON_CALL", CannedLab.line(3, "VERB", "job restart: done")));
    tell(graded("PASS", "0 missing"), new Event.Interrupted());

    assertThat(watch(false).status()).isEqualTo(130);
    assertThat(captured.out().lines())
        .containsExactly(
            "09:31:00  FAIL  ledger: some rows are missing",
            "09:31:00  PASS  history: 12 checked",
            "pinned-schema/1   story 09:31:12 (pace 1)   deadline 10:00, 28m 48s left",
            "09:30:03  job restart: done",
            "09:31:00  FAIL -> PASS  ledger: 1\u2009200 checked");
  }

  @Test
  void ofAnOldJournalOnlyTheEndIsPrinted() throws Exception {
    String[] old = new String[20];
    for (int at = 0; at < old.length; at++) {
      old[at] = CannedLab.line(at + 1, "LAB", "line number %d.".formatted(at + 1));
    }
    tell(told("ON_CALL", old), new Event.Interrupted());

    watch(false);

    assertThat(captured.out().lines()).hasSize(5);
    assertThat(captured.out()).contains("number 16.", "number 20.").doesNotContain("number 15.");
  }

  @ParameterizedTest
  @CsvSource({"PASS, 0", "FAIL, 1", "ERROR, 2"})
  void theFinalVerdictEndsItWithItsOwnStatus(String outcome, int status) throws Exception {
    tell(told("ENDED", CannedLab.line(8, "VERDICT", "verify --final: " + outcome)));

    LabEnd end = watch(false);

    assertThat(end.status()).isEqualTo(status);
    assertThat(end.sentence()).contains("final verdict, " + outcome, "./lab score");
  }

  @Test
  void aLabThatIsStoppedEndsItAndOneThatFailsSaysWhy() throws Exception {
    tell(told("STOPPING", CannedLab.line(8, "VERB", "stop")));
    assertThat(watch(false).status()).isZero();

    tell(told("FAILED", CannedLab.line(9, "ERROR", "waited 60 s for the barrier")));
    LabEnd end = watch(false);
    assertThat(end.status()).isEqualTo(2);
    assertThat(end.sentence()).contains("waited 60 s for the barrier");
  }

  @Test
  void aServerThatWasKilledIsToldFromOneThatWasStopped(@TempDir Path runs) throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    ServerAddress gone = new ServerAddress("s/1", "http://127.0.0.1:1", process.pid(), 0);
    Path run = Files.createDirectories(runs.resolve("s/1"));

    assertThat(LabEnd.ofUnanswered(gone, run)).get().extracting(LabEnd::status).isEqualTo(0);

    gone.write(run);
    LabEnd killed = LabEnd.ofUnanswered(gone, run).orElseThrow();
    assertThat(killed.status()).isEqualTo(2);
    assertThat(killed.sentence()).contains("gone without a word", "./lab resume --run s/1");
  }

  @Test
  void timeThatIsUpEndsItAsTheLastGradeWas() throws Exception {
    tell(graded("PASS", "0 missing"));
    Watch.Until until = new Watch.Until(false, Duration.ofMillis(300));

    assertThat(watch(new PlainShow(captured.terminal()), until)).isEqualTo(new LabEnd(null, 0));
    assertThat(watch(new PlainShow(captured.terminal()), until))
        .as("never graded")
        .isEqualTo(new LabEnd(null, 2));
  }

  @Test
  void aHintIsTakenOnlyWhenItsCostIsAccepted() throws Exception {
    lab.answer(
        Verb.HINT,
        "{\"text\": \"1 of 4: look at the writer\", \"facts\": {\"cost\": \"5 points\"}}");
    Remembered remembered = new Remembered();
    remembered.answerWhen("Take it? y/n", events, key('n'), key('h'));
    remembered.answerWhen("Take it? y/n", events, key('y'));
    remembered.quitWhenSaid("look at the writer", events);
    tell(key('h'));

    LabEnd end = watch(remembered, new Watch.Until(false, null));

    assertThat(end).isEqualTo(new LabEnd(null, 0));
    assertThat(remembered.said()).contains("1 of 4: look at the writer", "  cost  5 points");
    assertThat(lab.paths()).containsExactly("/v1/hint");
    assertThat(lab.asked().get(0).who()).isEqualTo("dana");
  }

  @ParameterizedTest
  @CsvSource({"v, verdict: PASS, /v1/verify", "s, on call, /v1/status"})
  void aKeyAsksTheVerbAndItsAnswerStays(char key, String answer, String path) throws Exception {
    Remembered remembered = new Remembered();
    remembered.quitWhenSaid(answer, events);
    tell(key(key), key(key)); // The second is one too many while the first is under way.

    watch(remembered, new Watch.Until(false, null));

    assertThat(lab.paths()).containsExactly(path);
  }

  @Test
  void aVerbThatIsRefusedIsSaidAndTheWatchGoesOn() throws Exception {
    lab.refuse(Verb.HINT, 409, "hint: there is no further one");
    Remembered remembered = new Remembered();
    remembered.quitWhenSaid("lab: hint: there is no further one", events);
    tell(key('h'), key('y'));

    assertThat(watch(remembered, new Watch.Until(false, null)).status()).isZero();
  }

  @Test
  void otherKeysDoNothingAndAQuestionMarkExplains() throws Exception {
    Remembered remembered = new Remembered();
    tell(key('x'), key('?'), key('q'));

    watch(remembered, new Watch.Until(false, null));

    assertThat(remembered.said()).containsSubsequence(Keys.HELP);
    assertThat(lab.asked()).isEmpty();
  }

  /** A screen that somebody looks at, who hits keys because of what is there. */
  private static final class Remembered implements Show {
    private final List<String> said = new ArrayList<>();
    private final List<Runnable> onRemark = new ArrayList<>();
    private String remark;
    private String awaited;
    private BlockingQueue<Event> events;

    void answerWhen(String remarked, BlockingQueue<Event> to, Event... keys) {
      remark = remarked;
      onRemark.add(() -> to.addAll(List.of(keys)));
    }

    void quitWhenSaid(String text, BlockingQueue<Event> to) {
      awaited = text;
      events = to;
    }

    List<String> said() {
      return said;
    }

    @Override
    public void show(Seen before, Seen now) {
      if (remark != null && now.remark() != null && now.remark().contains(remark)) {
        onRemark.remove(0).run();
      }
    }

    @Override
    public void say(List<String> lines) {
      said.addAll(lines);
      if (awaited != null && lines.stream().anyMatch(line -> line.contains(awaited))) {
        events.add(new Event.Key('q'));
      }
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
