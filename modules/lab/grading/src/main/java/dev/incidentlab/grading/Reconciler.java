package dev.incidentlab.grading;

import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.grading.Reconciled.Cases;
import dev.incidentlab.grading.TableReader.DataFile;
import dev.incidentlab.grading.TableReader.Version;
import dev.incidentlab.producer.ledger.LedgerDirectory;
import dev.incidentlab.producer.ledger.LedgerReader;
import dev.incidentlab.producer.ledger.LedgerRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Reconciles one subject: as a multiset keyed by event id, what was published below the cut against
 * table and unresolved dead letters. The cut is where the ledger ends when it starts.
 *
 * <p>Ingest is usually a few seconds behind. So while all that is missing is the end of the log, or
 * a letter that may be on its way, it looks again. Each look reads only the files that came since,
 * unless files went away. It stops once everything is there, or an event is missing that ingest has
 * passed (no waiting brings that), or nothing moved for {@link Limits#stillness()}, or {@link
 * Limits#settling()} is over.
 */
final class Reconciler {
  static final String ID_COLUMN = "event_id";
  static final String TIME_COLUMN = "event_ts";

  private static final int TAIL_CHUNK = 4_096;

  private final Subject subject;
  private final LedgerDirectory ledger;
  private final String topicId;
  private final Sources sources;
  private final Limits limits;
  private final Declaration declaration;
  private final EventIndex index;
  private final RowTally rows;
  private final Map<Integer, Long> cut;
  private final Set<String> readFiles = new HashSet<>();
  private Optional<Version> version = Optional.empty();
  private LetterTally letters;
  private Standing standing;

  /** Where it reads from. */
  record Sources(
      TableReader table, DeadLetterReader letters, EventTimes eventTimes, WallTime time) {}

  Reconciler(Subject subject, LedgerDirectory ledger, Sources sources, Limits limits)
      throws IOException, ObservationException {
    this.subject = subject;
    this.ledger = ledger;
    this.sources = sources;
    this.limits = limits;
    this.cut = ledger.endOffsets(subject.topic());
    List<LedgerReader> ledgers = ledger.ledgers(subject.topic());
    this.declaration = Declaration.of(subject, sources.table().latest());
    this.index = EventIndex.load(ledgers, cut, declaration.version());
    if (index.size() == 0) {
      throw new ObservationException(
          "the ledger has nothing that was published to %s, so there is nothing to compare; is the producer running?"
              .formatted(subject.topic()));
    }
    this.topicId = TopicIds.text(ledgers.get(0).header().topicId());
    this.rows = new RowTally(index);
  }

  Reconciled reconcile() throws IOException, ObservationException, InterruptedException {
    long start = sources.time().nanos();
    long lastMove = start;
    look();
    while (standing.mayStillMove()) {
      long now = sources.time().nanos();
      if (now - lastMove >= limits.stillness().toNanos()
          || now - start >= limits.settling().toNanos()) {
        break;
      }
      sources.time().pause(limits.lookAgain());
      long before = progress();
      look();
      if (progress() != before) {
        lastMove = sources.time().nanos();
      }
    }
    return reconciled(fabricated());
  }

  /** Differs whenever rows or letters came in. */
  private long progress() {
    return version.map(Version::number).orElse(-1L) * 31 + letters.unresolved();
  }

  private void look() throws IOException, ObservationException, InterruptedException {
    index.clearLetters();
    version = sources.table().latest();
    if (!Declaration.of(subject, version).equals(declaration)) {
      throw new ObservationException(
          "%s was evolved while it was looked at; look again".formatted(subject.table()));
    }
    readRows(version.map(Version::files).orElse(List.of()));
    letters = LetterTally.of(index, topicId, sources.letters().read(subject));
    standing = Standing.of(index, rows);
  }

  private void readRows(List<DataFile> files) throws IOException, InterruptedException {
    Set<String> paths = files.stream().map(DataFile::path).collect(Collectors.toSet());
    if (!paths.containsAll(readFiles)) {
      rows.clear();
      readFiles.clear();
    }
    List<DataFile> unread = files.stream().filter(f -> !readFiles.contains(f.path())).toList();
    if (!unread.isEmpty()) {
      sources
          .table()
          .read(
              version.orElseThrow(),
              unread,
              RowBatch.columns(declaration.columns()),
              this::rowVisitor);
      readFiles.addAll(paths);
      sources.eventTimes().know(paths);
    }
  }

  private TableReader.Visitor rowVisitor() {
    RowBatch batch = new RowBatch(declaration.columns());
    return (path, data) -> {
      batch.fill(data);
      sources.eventTimes().saw(path, batch.newestEventTs());
      rows.add(batch);
    };
  }

  /**
   * Rows of events that were never published, not even after the cut. A row may be there before its
   * event is in the ledger, which is written only after the broker has acknowledged; so the ledger
   * gets a while to reach the offsets that rows say they are from.
   */
  private Cases fabricated() throws IOException, InterruptedException {
    Examples fabricated = new Examples();
    if (rows.strangers().size() > 0) {
      awaitLedger();
      Set<UUID> published = publishedSinceCut(rows.strangers().ids());
      rows.strangers().addUnlessPublished(published, fabricated);
    }
    return Cases.of(fabricated).and(rows.idless());
  }

  private void awaitLedger() throws IOException, InterruptedException {
    long start = sources.time().nanos();
    while (isLedgerBehind() && sources.time().nanos() - start < limits.stillness().toNanos()) {
      sources.time().pause(limits.lookAgain());
    }
  }

  private boolean isLedgerBehind() throws IOException {
    for (LedgerReader one : ledger.ledgers(subject.topic())) {
      if (rows.strangers().highestOffset(one.header().partition()) >= one.nextOffset()) {
        return true;
      }
    }
    return false;
  }

  private Set<UUID> publishedSinceCut(Set<UUID> wanted) throws IOException {
    Set<UUID> published = new HashSet<>();
    for (LedgerReader one : ledger.ledgers(subject.topic())) {
      long from = cut.get(one.header().partition());
      List<LedgerRecord> tail = one.from(from, TAIL_CHUNK);
      while (!tail.isEmpty()) {
        tail.stream().map(LedgerRecord::eventId).filter(wanted::contains).forEach(published::add);
        from = tail.get(tail.size() - 1).offset() + 1;
        tail = one.from(from, TAIL_CHUNK);
      }
    }
    return published;
  }

  private Reconciled reconciled(Cases fabricated) throws IOException {
    return new Reconciled(
        subject,
        declaration,
        index.events(),
        index.size(),
        index.size() - index.events(),
        standing.unreached(),
        rows.rows(),
        version.map(v -> "version " + v.number()).orElse("there is no table"),
        letters.unresolved(),
        letters.undocumented(),
        dated(Cases.of(standing.missing())),
        dated(Cases.of(rows.duplicates()).and(letters.duplicates())),
        fabricated,
        dated(Cases.of(rows.altered())),
        dated(Cases.of(letters.good())),
        Cases.of(letters.unexplained()),
        dated(Cases.of(standing.unlettered())));
  }

  /** The same with the ledger's event times: a row's own may be what is wrong with it. */
  private Cases dated(Cases cases) throws IOException {
    List<Example> dated = new ArrayList<>();
    for (Example example : cases.examples()) {
      long micros =
          ledger
              .ledger(subject.topic(), example.partition())
              .at(example.offset())
              .map(LedgerRecord::eventTsMicros)
              .orElse(example.eventTsMicros());
      dated.add(
          new Example(
              example.id(), example.partition(), example.offset(), micros, example.values()));
    }
    return new Cases(cases.count(), dated);
  }
}
