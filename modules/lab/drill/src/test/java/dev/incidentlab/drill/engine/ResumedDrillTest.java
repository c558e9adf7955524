package dev.incidentlab.drill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.drill.Alert.Severity;
import dev.incidentlab.drill.AlertBoard;
import dev.incidentlab.drill.AlertRule;
import dev.incidentlab.drill.Condition;
import dev.incidentlab.drill.Condition.Comparison;
import dev.incidentlab.drill.Fault;
import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.JournalFile;
import dev.incidentlab.drill.Observation;
import dev.incidentlab.drill.Probe;
import dev.incidentlab.drill.StoryClock;
import dev.incidentlab.drill.World;
import dev.incidentlab.drill.scenario.GroundTruth;
import dev.incidentlab.drill.scenario.Noise;
import dev.incidentlab.drill.scenario.Scenario;
import dev.incidentlab.drill.scenario.Scenario.Message;
import dev.incidentlab.drill.scenario.Scenario.TimedFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A drill that is cut off after any line of its journal, and goes on with another engine, comes to
 * the same page by the same faults.
 */
class ResumedDrillTest {
  private static final Instant START = Instant.parse("2026-03-03T06:00:00Z");
  private static final Condition OUTAGE = new Condition("broken", Comparison.ABOVE, 0, "0");
  private static final List<TimedFault> FAULTS =
      List.of(
          new TimedFault(START.plusSeconds(600), "slip", Map.of("share", 0.05), List.of()),
          new TimedFault(START.plusSeconds(1200), "break", Map.of(), List.of(OUTAGE)),
          new TimedFault(START.plusSeconds(1200), "slip", Map.of("share", 1), List.of()));

  private static final List<Message> MESSAGES =
      List.of(
          new Message(
              "ceo",
              START.plusSeconds(900),
              "CEO",
              "Well?",
              Optional.empty(),
              Optional.of(START.plusSeconds(3000)),
              false));

  @TempDir Path folder;

  /** What outlives a server: what was published and which faults were injected. */
  private static final class Reality implements World {
    private final List<String> injected = new ArrayList<>();
    private final List<Instant> due = new ArrayList<>();
    private Instant published = START.minusSeconds(60);

    @Override
    public void advance(Instant story) {
      assertThat(story).isAfterOrEqualTo(published);
      published = story;
    }

    @Override
    public void live(StoryClock.Segment segment) {}

    @Override
    public Instant pause() {
      return published;
    }

    private Fault fault(String name) {
      return new Fault() {
        @Override
        public String name() {
          return name;
        }

        @Override
        public void inject(Instant at, Map<String, Object> arguments) {
          assertThat(published).isAfterOrEqualTo(at);
          injected.add(name + " at " + at + " " + arguments);
        }
      };
    }

    private Probe probe(String name, boolean bad) {
      return new Probe() {
        @Override
        public String name() {
          return name;
        }

        @Override
        public Observation observe(Instant now) {
          boolean broken = injected.stream().anyMatch(i -> i.startsWith("break"));
          return Observation.of(bad && broken ? 1 : 0, name + (broken ? " is bad" : " is well"));
        }
      };
    }
  }

  @Test
  void comesToTheSamePageWhereverItWasCutOff() throws Exception {
    Reality whole = new Reality();
    Path journal = folder.resolve("whole");
    bringToPage(journal, whole);
    List<String> lines = Files.readAllLines(journal);
    assertThat(whole.injected).hasSize(3);

    for (int kept = 1; kept < lines.size(); kept++) {
      Path cut = folder.resolve("cut-" + kept);
      Files.write(cut, lines.subList(0, kept));
      Reality reality = asOf(cut, whole);

      bringToPage(cut, reality);

      assertThat(written(cut)).as("cut after line %d", kept).containsExactly("ceo: Well?");
      assertThat(reality.injected).as("cut after line %d", kept).isEqualTo(whole.injected);
      assertThat(reality.published).isEqualTo(whole.published);
    }
  }

  @Test
  void theScheduleIsFollowedWhereABarrierHoldsAndOnceTheFaultHasBitten() throws Exception {
    Reality whole = new Reality();

    bringToPage(folder.resolve("whole"), whole);

    assertThat(whole.due)
        .containsExactly(
            START, START.plusSeconds(600), START.plusSeconds(900), START.plusSeconds(1800));
  }

  private static List<String> written(Path journal) throws IOException {
    return JournalFile.read(journal).entries().stream()
        .filter(entry -> entry.kind() == JournalEntry.Kind.MESSAGE)
        .map(JournalEntry::text)
        .toList();
  }

  /** The world as it was when the last line was written. */
  private static Reality asOf(Path journal, Reality whole) throws IOException {
    Reality reality = new Reality();
    JournalFile read = JournalFile.read(journal);
    int injected = Reached.of(scenario(), read.entries()).injected().size();
    reality.injected.addAll(whole.injected.subList(0, injected));
    Instant story = Instant.parse(read.entries().get(read.entries().size() - 1).story());
    reality.published = story.isAfter(reality.published) ? story : reality.published;
    return reality;
  }

  private static void bringToPage(Path file, Reality reality) throws Exception {
    InstantSource wall = InstantSource.system();
    boolean resumed = Files.exists(file);
    StoryClock clock = new StoryClock(START.minusSeconds(60), wall);
    Reached reached = Reached.nothing();
    Journal journal;
    if (resumed) {
      JournalFile read = JournalFile.read(file);
      reached = Reached.of(scenario(), read.entries());
      clock.hold(Instant.parse(read.entries().get(read.entries().size() - 1).story()));
      journal = new Journal(read, wall, clock);
    } else {
      journal = new Journal(file, wall, clock);
    }
    try (journal) {
      MessageBoard messages = new MessageBoard(scenario(), journal, clock, reached.delivered());
      DrillEngine engine =
          new DrillEngine(
              scenario(),
              new DrillEngine.Ports(
                  reality,
                  Map.of("slip", reality.fault("slip"), "break", reality.fault("break")),
                  Map.of(
                      "broken", reality.probe("broken", true),
                      "well", reality.probe("well", false)),
                  reality.due::add),
              journal,
              clock,
              new AlertBoard(journal, clock, wall),
              messages,
              Duration.ofSeconds(5),
              reached);
      engine.publishHistory();
      engine.awaitSteadyState();
      engine.bringToPage();
      assertThat(engine.manifested()).containsKey(OUTAGE);
      assertThat(messages.deadline()).isEqualTo(START.plusSeconds(3000));
    }
  }

  private static Scenario scenario() {
    Condition well = new Condition("well", Comparison.AT_MOST, 0, "0");
    return new Scenario(
        "s",
        "A scenario",
        Scenario.Difficulty.BEGINNER,
        30,
        List.of(),
        "",
        "",
        new Scenario.Clock(
            START.minusSeconds(60), START, START.plusSeconds(1800), START.plusSeconds(3600)),
        new Scenario.Workload(1, Map.of()),
        List.of(well),
        List.of(new Scenario.SteadyState(well, Duration.ofSeconds(5), Duration.ZERO)),
        List.of(START.plusSeconds(600), START.plusSeconds(900)),
        FAULTS,
        List.of(new Scenario.ExpectedSymptom(OUTAGE, START, Optional.empty())),
        new GroundTruth(
            "c",
            "m",
            new GroundTruth.Scope(
                "t",
                List.of("broken"),
                List.of("well"),
                GroundTruth.FirstBad.NONE,
                Optional.empty(),
                Optional.empty()),
            List.of()),
        List.of(new AlertRule("outage", Severity.PAGE, OUTAGE, Optional.of(true))),
        Noise.none(),
        MESSAGES,
        List.of(),
        List.of("ledger"),
        null,
        null,
        List.of(),
        List.of(),
        "none.md",
        List.of());
  }
}
