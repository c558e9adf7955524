package dev.incidentlab.drill.engine;

import dev.incidentlab.drill.Alert;
import dev.incidentlab.drill.Alert.Severity;
import dev.incidentlab.drill.AlertBoard;
import dev.incidentlab.drill.AlertRule;
import dev.incidentlab.drill.Condition;
import dev.incidentlab.drill.Fault;
import dev.incidentlab.drill.FaultException;
import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.drill.Observation;
import dev.incidentlab.drill.Probe;
import dev.incidentlab.drill.Schedule;
import dev.incidentlab.drill.StoryClock;
import dev.incidentlab.drill.World;
import dev.incidentlab.drill.scenario.Scenario;
import dev.incidentlab.drill.scenario.Scenario.ExpectedSymptom;
import dev.incidentlab.drill.scenario.Scenario.Message;
import dev.incidentlab.drill.scenario.Scenario.SteadyState;
import dev.incidentlab.drill.scenario.Scenario.TimedFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Brings a scenario to its page and lets it run from there. Fast-forwarding goes from instant to
 * instant; at each it waits for what must be seen (a <em>barrier</em>), never for time to pass. A
 * symptom that does not show up, or a fault that does not bite, ends the drill with a {@link
 * DrillException}.
 */
public final class DrillEngine {
  /**
   * After an injection things go on for this long in the story before the fault is expected to
   * bite.
   */
  private static final Duration BITE = Duration.ofMinutes(1);

  private static final Duration PAGE_STEP = Duration.ofSeconds(5);
  private static final Duration LATEST_PAGE = Duration.ofMinutes(2);

  private final Scenario scenario;
  private final Ports ports;
  private final Journal journal;
  private final StoryClock clock;
  private final AlertBoard alerts;
  private final MessageBoard messages;
  private final Duration barrierLimit;
  private final Symptoms symptoms;
  private final Reached reached;

  /** Whether a fault has stopped what it was to stop. */
  private boolean bitten;

  /**
   * What the engine reaches the world through.
   *
   * @param faults by name
   * @param probes by name
   */
  public record Ports(
      World world, Map<String, Fault> faults, Map<String, Probe> probes, Schedule schedule) {}

  /**
   * @param barrierLimit how long, in wall time, a barrier may take before the drill is an error
   * @param reached what happened before this engine took over
   */
  public DrillEngine(
      Scenario scenario,
      Ports ports,
      Journal journal,
      StoryClock clock,
      AlertBoard alerts,
      MessageBoard messages,
      Duration barrierLimit,
      Reached reached) {
    this.scenario = scenario;
    this.ports = ports;
    this.journal = journal;
    this.clock = clock;
    this.alerts = alerts;
    this.messages = messages;
    this.barrierLimit = barrierLimit;
    this.reached = reached;
    this.bitten = !reached.bitten().isEmpty();
    this.symptoms =
        new Symptoms(scenario.mustManifest(), ports.probes(), journal, clock, reached.manifested());
  }

  /** Publishes everything before the steady state; the pipeline need not run yet. */
  public void publishHistory() {
    advanceUnlessThere(scenario.clock().start());
  }

  /** The steady state: all of the history is in the tables, and nothing is wrong. */
  public void awaitSteadyState() throws DrillException, InterruptedException {
    if (clock.now().isAfter(scenario.clock().start())) {
      return; // It was seen before the story went on from there.
    }
    catchUp();
    for (SteadyState steady : scenario.steadyState()) {
      Observation seen =
          symptoms.await(steady.condition(), steady.retryUntil(), steady.sustainFor());
      journal.write(Kind.OBSERVATION, "Steady state: %s".formatted(seen.text()));
    }
    observeAlerts();
    if (!alerts.all().isEmpty()) {
      Alert alert = alerts.all().get(0);
      throw new DrillException(
          "alert %s fires in the steady state: %s".formatted(alert.name(), alert.message()));
    }
  }

  /** From the steady state through the faults to the page; returns when the page has fired. */
  public void bringToPage() throws DrillException, InterruptedException {
    TreeSet<Instant> stops = new TreeSet<>(scenario.observeAt());
    scenario.faults().forEach(fault -> stops.add(fault.at()));
    scenario.injects().forEach(message -> stops.add(message.at()));
    stops.removeIf(at -> !at.isBefore(scenario.clock().page()));
    for (Instant stop : stops) {
      boolean passed = clock.now().isAfter(stop);
      if (!passed) {
        advanceUnlessThere(stop);
      }
      if (!passed && scenario.observeAt().contains(stop)) {
        catchUp();
        observeAlerts();
      }
      for (TimedFault fault : scenario.faults()) {
        if (fault.at().equals(stop)) {
          bringAbout(fault);
        }
      }
    }
    advanceUnlessThere(scenario.clock().page());
    catchUpWhatGoesOn();
    awaitPage();
    for (ExpectedSymptom symptom : scenario.mustManifest()) {
      if (!symptoms.manifested().containsKey(symptom.condition())) {
        await(symptom.condition());
      }
    }
    observeAlerts();
    requireAlertsAsExpected();
    journal.write(Kind.LAB, "It is %s in the story; the page is out.".formatted(clock.now()));
  }

  /** An alert too many, or one too few, and the learner is told another story than this one. */
  private void requireAlertsAsExpected() throws DrillException {
    Set<String> fired = alerts.all().stream().map(Alert::name).collect(Collectors.toSet());
    for (AlertRule rule : scenario.alerts()) {
      boolean has = fired.contains(rule.name());
      if (rule.expected().isPresent() && rule.expected().get() != has) {
        throw new DrillException(
            "alert %s %s by the page, which the scenario does not expect"
                .formatted(rule.name(), has ? "fired" : "did not fire"));
      }
    }
  }

  /**
   * Steps on until somebody is paged: the alert decides when that is, not the scenario. But where
   * somebody writes, that is when it is due.
   */
  private void awaitPage() throws DrillException, InterruptedException {
    Instant latest = scenario.clock().page().plus(LATEST_PAGE);
    observeAlerts();
    if (messages.delivered().stream().anyMatch(Message::pages)) {
      return;
    }
    while (alerts.all().stream().noneMatch(a -> a.firing() && a.severity() == Severity.PAGE)) {
      Instant next = clock.now().plus(PAGE_STEP);
      if (next.isAfter(latest)) {
        throw new DrillException(
            "nobody was paged by %s; observed alerts: %s".formatted(latest, alerts.all()));
      }
      advance(next);
      catchUpWhatGoesOn();
      observeAlerts();
    }
  }

  private void catchUp() throws DrillException, InterruptedException {
    awaitBarrier();
    ports.schedule().runDue(clock.now());
  }

  /** What was not stopped is late by this machine alone, and no alert is to tell of that. */
  private void catchUpWhatGoesOn() throws DrillException, InterruptedException {
    if (!bitten) {
      catchUp();
      return;
    }
    List<String> unaffected = scenario.groundTruth().scope().unaffected();
    for (Condition condition : scenario.barrier()) {
      if (unaffected.stream().anyMatch(place -> condition.probe().startsWith(place + "."))) {
        await(condition);
      }
    }
  }

  /** What must have manifested, with what was seen. */
  public Map<Condition, Observation> manifested() {
    return symptoms.manifested();
  }

  /** Lets the story run at a pace from where it stands. */
  public void resume(double pace) {
    ports.world().live(clock.run(pace));
  }

  /**
   * Has a story that was cut off while it ran stand where it had come to: later than its clock
   * shows if the world had got further by then.
   */
  public void standStill() {
    Instant published = ports.world().pause();
    if (published.isAfter(clock.now())) {
      clock.hold(published);
    }
  }

  /** Holds the story. */
  public void pause() {
    if (clock.running()) {
      ports.world().pause();
      clock.hold();
    }
  }

  /** Does what the schedule has due, and delivers messages; for use while the story runs. */
  public void runDue() {
    messages.deliverDue();
    ports.schedule().runDue(clock.now());
  }

  /** Looks at every alert rule once; for use while the story runs. */
  public void observeAlerts() throws DrillException {
    for (AlertRule rule : scenario.alerts()) {
      Observation seen = symptoms.observe(rule.condition());
      alerts.observe(rule, seen);
      symptoms.note(rule.condition().probe(), seen);
    }
  }

  private void advance(Instant to) {
    ports.world().advance(to);
    clock.hold(to);
    journal.write(Kind.STEP, "Everything before %s is published.".formatted(to));
    messages.deliverDue();
    if (bitten) {
      // Before that the tables lag behind the clock by as much as this machine is slow, which only
      // a barrier hides.
      ports.schedule().runDue(to);
    }
  }

  /** For a story that goes on from where it stood. */
  private void advanceUnlessThere(Instant to) {
    if (clock.now().isBefore(to)) {
      advance(to);
    }
  }

  /** A fault is injected once, and must bite, whoever saw to its beginning. */
  private void bringAbout(TimedFault fault) throws DrillException, InterruptedException {
    if (!reached.injected().contains(fault)) {
      inject(fault);
    }
    if (!fault.until().isEmpty() && !reached.bitten().contains(fault)) {
      advanceUnlessThere(fault.at().plus(BITE));
      awaitBite(fault);
    }
  }

  private void awaitBite(TimedFault fault) throws DrillException, InterruptedException {
    for (Condition condition : fault.until()) {
      Observation seen = await(condition);
      journal.write(
          Journal.LAB,
          Kind.FAULT,
          "Fault %s has bitten: %s".formatted(fault.inject(), seen.text()),
          Map.of("probe", condition.probe(), "value", seen.value()));
    }
    journal.write(
        Journal.LAB,
        Kind.FAULT,
        "Fault %s is in full effect.".formatted(fault.inject()),
        Reached.bitten(scenario, fault));
    bitten = true;
  }

  private void inject(TimedFault fault) throws DrillException {
    try {
      ports.faults().get(fault.inject()).inject(fault.at(), fault.args());
    } catch (FaultException e) {
      throw new DrillException(
          "fault %s did not take effect: %s".formatted(fault.inject(), e.getMessage()), e);
    }
    journal.write(
        Journal.LAB,
        Kind.FAULT,
        "Injected %s %s".formatted(fault.inject(), fault.args()),
        Reached.injected(scenario, fault));
  }

  private void awaitBarrier() throws DrillException, InterruptedException {
    for (Condition condition : scenario.barrier()) {
      await(condition);
    }
  }

  private Observation await(Condition condition) throws DrillException, InterruptedException {
    Observation seen = symptoms.await(condition, barrierLimit, Duration.ZERO);
    symptoms.note(condition.probe(), seen);
    return seen;
  }
}
