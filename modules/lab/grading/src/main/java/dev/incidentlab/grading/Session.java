package dev.incidentlab.grading;

import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.producer.ledger.LedgerDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the oracles of one verdict share, so that nothing is read twice. Safe for many threads. */
final class Session implements Closeable {
  private final Evidence evidence;
  private final Limits limits;
  private final Ports ports;
  private final LedgerDirectory ledger;
  private final Map<Subject, TableReader> tables = new HashMap<>();
  private final Map<Subject, EventTimes> eventTimes = new HashMap<>();
  private final Map<Subject, Reconciled> reconciled = new HashMap<>();

  /**
   * What the oracles reach the world through.
   *
   * @param schemas empty if there is no registry to ask
   */
  record Ports(
      TopicReader topics,
      DeadLetterReader letters,
      Optional<ExpectedRows.WriterSchemas> schemas,
      WallTime time) {}

  Session(Evidence evidence, Limits limits, Ports ports) throws IOException {
    this.evidence = evidence;
    this.limits = limits;
    this.ports = ports;
    this.ledger = LedgerDirectory.open(evidence.ledgerDirectory());
    for (Subject subject : evidence.subjects()) {
      tables.put(subject, new TableReader(subject.tableDirectory()));
      eventTimes.put(subject, new EventTimes());
    }
  }

  Evidence evidence() {
    return evidence;
  }

  Limits limits() {
    return limits;
  }

  WallTime time() {
    return ports.time();
  }

  TopicReader topics() {
    return ports.topics();
  }

  LedgerDirectory ledger() {
    return ledger;
  }

  TableReader table(Subject subject) {
    return tables.get(subject);
  }

  EventTimes eventTimes(Subject subject) {
    return eventTimes.get(subject);
  }

  Optional<ExpectedRows.WriterSchemas> schemas() {
    return ports.schemas();
  }

  ExpectedRows expectedRows() {
    return new ExpectedRows(ports.topics(), ports.schemas());
  }

  /** The subject's ledger beside its table and dead letters; reconciled by the first who asks. */
  synchronized Reconciled reconciled(Subject subject)
      throws IOException, ObservationException, InterruptedException {
    Reconciled known = reconciled.get(subject);
    if (known == null) {
      Reconciler.Sources sources =
          new Reconciler.Sources(
              table(subject), ports.letters(), eventTimes(subject), ports.time());
      known = new Reconciler(subject, ledger, sources, limits).reconcile();
      reconciled.put(subject, known);
    }
    return known;
  }

  /** What was reconciled so far, in the order of the subjects. */
  synchronized List<DataCounts> counts() {
    return evidence.subjects().stream()
        .filter(reconciled::containsKey)
        .map(subject -> DataCounts.of(reconciled.get(subject)))
        .toList();
  }

  @Override
  public void close() throws IOException {
    ledger.close();
  }
}
