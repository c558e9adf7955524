package dev.incidentlab.grading;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.grading.TableReader.DataFile;
import dev.incidentlab.grading.TableReader.Version;
import dev.incidentlab.producer.ledger.LedgerDirectory;
import dev.incidentlab.producer.ledger.LedgerKind;
import dev.incidentlab.producer.ledger.LedgerReader;
import dev.incidentlab.producer.ledger.LedgerRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Events that are published from now on reach the table: of each partition that gets any within the
 * window, at least one. Only files that come in from now on are read.
 */
final class ForwardProgressOracle {
  static final String NAME = "forward-progress";
  static final String EXPECTED =
      "of each partition that gets events in the window, some reach the table";

  private final Session session;
  private final Instant storyAtStart;
  private final List<Watch> watches = new ArrayList<>();

  private ForwardProgressOracle(Session session) throws IOException {
    this.session = session;
    this.storyAtStart = session.evidence().storyNow().get();
    for (Subject subject : session.evidence().subjects()) {
      watches.add(new Watch(session, subject));
    }
  }

  static Finding judge(Session session) throws IOException, InterruptedException {
    return new ForwardProgressOracle(session).judge();
  }

  private Finding judge() throws IOException, InterruptedException {
    Limits limits = session.limits();
    long start = session.time().nanos();
    long window = limits.window().toNanos();
    while (session.time().nanos() - start < window) {
      session.time().pause(limits.lookAgain());
      for (Watch watch : watches) {
        watch.lookAtTable();
      }
    }
    for (Watch watch : watches) {
      watch.closeWindow();
    }
    while (!allArrived() && session.time().nanos() - start < window + limits.commit().toNanos()) {
      session.time().pause(limits.lookAgain());
      for (Watch watch : watches) {
        watch.lookAtTable();
      }
    }
    return finding(Duration.ofNanos(session.time().nanos() - start));
  }

  private boolean allArrived() {
    return watches.stream().allMatch(watch -> watch.waiting().isEmpty());
  }

  private Finding finding(Duration passed) {
    List<String> idle =
        watches.stream().filter(w -> w.published() == 0).map(w -> w.subject.topic()).toList();
    if (!idle.isEmpty()) {
      return nothingPublished(idle);
    }
    String observed =
        String.join("; ", watches.stream().map(Watch::summary).toList())
            + " (after %.1f s)".formatted(seconds(passed));
    long published = watches.stream().mapToLong(Watch::published).sum();
    return allArrived()
        ? Finding.pass(NAME, EXPECTED, observed, published)
        : Finding.fail(
            NAME,
            EXPECTED,
            observed,
            published,
            Interleaved.of(watches.stream().map(Watch::examples).toList()));
  }

  /**
   * A story that stands still publishes nothing by itself; in one that runs, somebody stopped it.
   */
  private Finding nothingPublished(List<String> idle) {
    String topics = String.join(", ", idle);
    double window = seconds(session.limits().window());
    return session.evidence().storyNow().get().isAfter(storyAtStart)
        ? Finding.fail(
            NAME,
            EXPECTED,
            "nothing was published to %s within %.1f s, though the story went on: is the producer stopped?"
                .formatted(topics, window),
            idle.size(),
            List.of())
        : Finding.error(
            NAME,
            EXPECTED,
            "nothing was published to %s within %.1f s, so nothing can arrive: the story stands still; `clock resume`"
                .formatted(topics, window));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  /** One subject under watch. */
  private static final class Watch {
    /** Whether rows are right is another oracle's question. */
    private static final TableColumns COLUMNS = TableColumns.ofEvents();

    private final TableReader table;
    private final LedgerDirectory ledger;
    private final Subject subject;
    private final Map<Integer, Long> starts;
    private final Set<String> seenFiles = new HashSet<>();

    /** By partition: an event published in the window, once it is closed. */
    private final Map<Integer, LedgerRecord> first = new HashMap<>();

    private final Set<Integer> arrived = new HashSet<>();
    private long published;

    Watch(Session session, Subject subject) throws IOException {
      this.table = session.table(subject);
      this.ledger = session.ledger();
      this.subject = subject;
      this.starts = ledger.endOffsets(subject.topic());
      table.latest().ifPresent(v -> v.files().forEach(f -> seenFiles.add(f.path())));
    }

    void lookAtTable() throws IOException, InterruptedException {
      Optional<Version> version = table.latest();
      if (version.isEmpty()) {
        return;
      }
      List<DataFile> unread =
          version.get().files().stream().filter(f -> !seenFiles.contains(f.path())).toList();
      if (!unread.isEmpty()) {
        table.read(version.get(), unread, RowBatch.columns(COLUMNS), this::visitor);
        unread.forEach(file -> seenFiles.add(file.path()));
      }
    }

    void closeWindow() throws IOException {
      for (LedgerReader one : ledger.ledgers(subject.topic())) {
        int partition = one.header().partition();
        List<LedgerRecord> events =
            one.from(starts.getOrDefault(partition, 0L), Integer.MAX_VALUE).stream()
                .filter(record -> record.kind() == LedgerKind.EVENT)
                .toList();
        published += events.size();
        if (!events.isEmpty()) {
          first.put(partition, events.get(0));
        }
      }
    }

    long published() {
      return published;
    }

    /** Partitions that got events in the window of which none is in the table. */
    Set<Integer> waiting() {
      Set<Integer> waiting = new HashSet<>(first.keySet());
      synchronized (arrived) {
        waiting.removeAll(arrived);
      }
      return waiting;
    }

    String summary() {
      return "%s: %,d events published to %d partitions, some of them in %s from %d of these"
          .formatted(
              subject.topic(),
              published,
              first.size(),
              subject.table(),
              first.size() - waiting().size());
    }

    List<String> examples() {
      return waiting().stream()
          .sorted()
          .map(
              partition -> {
                LedgerRecord event = first.get(partition);
                return "not in the table, nor any later one of the partition: "
                    + Example.of(
                            event.idHigh(),
                            event.idLow(),
                            partition,
                            event.offset(),
                            event.eventTsMicros())
                        .place(subject.topic());
              })
          .toList();
    }

    private TableReader.Visitor visitor() {
      RowBatch batch = new RowBatch(COLUMNS);
      return (path, data) -> {
        batch.fill(data);
        for (int row = 0; row < batch.size(); row++) {
          note(batch, row);
        }
      };
    }

    /** A row counts if the ledger has its event where the row says that it is from. */
    private void note(RowBatch batch, int row) {
      int partition = batch.partition[row];
      long offset = batch.offset[row];
      if (!batch.hasId[row] || offset < starts.getOrDefault(partition, Long.MAX_VALUE)) {
        return;
      }
      synchronized (arrived) {
        if (!arrived.contains(partition) && isPublished(batch, row)) {
          arrived.add(partition);
        }
      }
    }

    private boolean isPublished(RowBatch batch, int row) {
      try {
        return ledger
            .ledger(subject.topic(), batch.partition[row])
            .at(batch.offset[row])
            .filter(e -> e.idHigh() == batch.idHigh[row] && e.idLow() == batch.idLow[row])
            .isPresent();
      } catch (IOException e) {
        throw new GradingException("cannot read the ledger of " + subject.topic(), e);
      }
    }
  }
}
