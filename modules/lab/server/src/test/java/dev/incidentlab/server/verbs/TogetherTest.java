package dev.incidentlab.server.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.api.Verb;
import dev.incidentlab.drill.Alert.Severity;
import dev.incidentlab.drill.AlertBoard;
import dev.incidentlab.drill.AlertRule;
import dev.incidentlab.drill.Condition;
import dev.incidentlab.drill.Condition.Comparison;
import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.drill.Observation;
import dev.incidentlab.drill.StoryClock;
import dev.incidentlab.server.run.RunState;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several people act at once: each is in the journal, and nobody's word is lost. */
class TogetherTest {
  private static final int PEOPLE = 8;
  private static final int EACH = 25;

  @TempDir Path folder;
  private final ExecutorService pool = Executors.newFixedThreadPool(PEOPLE);
  private Journal journal;
  private AlertBoard alerts;
  private Verbs verbs;

  @BeforeEach
  void onCall() {
    InstantSource wall = InstantSource.system();
    StoryClock clock = new StoryClock(Instant.parse("2026-03-03T09:30:00Z"), wall);
    journal = new Journal(folder.resolve("journal.jsonl"), wall, clock);
    alerts = new AlertBoard(journal, clock, wall);
    RunState state = new RunState(folder, null, journal, clock, alerts, null, false);
    state.enter(Phase.ON_CALL);
    verbs = new Verbs(state, () -> null, () -> {}, who -> new Done("", Map.of(), ""));
  }

  @Test
  void whatAColleagueDoesIsAFaultAndHidden() throws Exception {
    verbs.asColleague(Verb.NOTE, Map.of("text", "I have replayed it"), "sam");
    var unused = verbs.use(Verb.NOTE, new Arguments("note", Map.of("text", "I have not")), "ann");

    assertThat(journal.after(0))
        .filteredOn(entry -> entry.kind() == Kind.FAULT)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.who()).isEqualTo("sam");
              assertThat(entry.text()).contains("I have replayed it");
              assertThat(entry.kind().visible()).isFalse();
            });
    assertThat(journal.after(0))
        .filteredOn(entry -> entry.kind() == Kind.VERB)
        .extracting(JournalEntry::who)
        .containsExactly("ann");
  }

  @AfterEach
  void close() {
    pool.shutdownNow();
    journal.close();
  }

  private interface Act {
    void by(String person) throws Exception;
  }

  /** All begin at the same time; answers how many acts failed. */
  private int together(Act act) throws Exception {
    CyclicBarrier begin = new CyclicBarrier(PEOPLE);
    List<Callable<Boolean>> people =
        IntStream.range(0, PEOPLE)
            .<Callable<Boolean>>mapToObj(
                n ->
                    () -> {
                      begin.await();
                      try {
                        act.by("person-" + n);
                        return true;
                      } catch (IllegalArgumentException e) {
                        return false;
                      }
                    })
            .toList();
    int failed = 0;
    for (Future<Boolean> one : pool.invokeAll(people)) {
      failed += one.get() ? 0 : 1;
    }
    return failed;
  }

  private List<JournalEntry> byPeople() {
    return journal.after(0).stream().filter(entry -> entry.kind() == Kind.VERB).toList();
  }

  @Test
  void everyNoteIsJournalledOnceWithItsAuthor() throws Exception {
    together(
        person -> {
          for (int i = 0; i < EACH; i++) {
            verbs.use(
                Verb.NOTE, new Arguments("note", Map.of("text", person + " says " + i)), person);
          }
        });

    List<String> expected = new ArrayList<>();
    for (int n = 0; n < PEOPLE; n++) {
      for (int i = 0; i < EACH; i++) {
        expected.add("person-%d: note: \"person-%d says %d\"".formatted(n, n, i));
      }
    }
    assertThat(byPeople())
        .extracting(entry -> entry.who() + ": " + entry.text())
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(byPeople()).extracting(JournalEntry::seq).doesNotHaveDuplicates();
  }

  @Test
  void whoHoldsTheVerbsEndsTheOneUnderWayAndAloneHasTheLab() throws Exception {
    CountDownLatch underWay = new CountDownLatch(1);
    RunState state = new RunState(folder, null, journal, null, alerts, null, false);
    state.enter(Phase.ON_CALL);
    Verbs hanging =
        new Verbs(
            state,
            () -> {
              underWay.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                throw new CompletionException(e);
              }
              return null;
            },
            () -> {},
            who -> new Done("", Map.of(), ""));
    Future<?> hangs =
        pool.submit(
            () -> hanging.use(Verb.PRODUCER_STOP, new Arguments("producer stop", Map.of()), "ann"));
    underWay.await();

    hanging.hold();

    assertThatThrownBy(hangs::get).hasRootCauseInstanceOf(InterruptedException.class);
    assertThat(hanging.acted()).isEmpty();
    hanging.release();
    hanging.use(Verb.NOTE, new Arguments("note", Map.of("text", "after")), "ann");
    assertThat(byPeople()).extracting(JournalEntry::text).containsExactly("note: \"after\"");
  }

  @Test
  void onePersonTakesThePageAndTheOthersAreToldThatItIsTaken() throws Exception {
    AlertRule rule =
        new AlertRule(
            "late",
            Severity.PAGE,
            new Condition("age", Comparison.ABOVE, 1, "1"),
            java.util.Optional.empty());
    alerts.observe(rule, Observation.of(2, "it is late"));

    together(person -> verbs.use(Verb.ACK, new Arguments("ack", Map.of()), person));

    String owner = alerts.all().get(0).acknowledgedBy();
    assertThat(byPeople())
        .filteredOn(entry -> entry.text().contains("acknowledged by"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.who()).isEqualTo(owner));
    assertThat(byPeople())
        .filteredOn(entry -> entry.text().contains("It was acknowledged before"))
        .hasSize(PEOPLE - 1);
  }
}
