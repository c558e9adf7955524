package dev.incidentlab.grading;

import dev.incidentlab.grading.TableReader.DataFile;
import dev.incidentlab.grading.TableReader.Version;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the version with which a table came to hold everything: what was published before the page,
 * and whatever ingest has passed since, each once and as published. Found by bisection between the
 * page's version and the latest, each of which is read as it was; a file is read once. Rows are
 * compared as the table declares now to be read: a version that declared otherwise does not hold
 * everything.
 */
final class Recovery {
  private final TableReader table;
  private final Subject subject;
  private final Moment page;
  private final Declaration declaration;
  private final EventIndex index;
  private final Map<String, FileRows> files = new ConcurrentHashMap<>();

  Recovery(Session session, Subject subject, Moment page) throws IOException {
    this.table = session.table(subject);
    this.subject = subject;
    this.page = page;
    this.declaration = Declaration.of(subject, table.latest());
    this.index =
        EventIndex.load(
            session.ledger().ledgers(subject.topic()),
            session.ledger().endOffsets(subject.topic()),
            declaration.version());
  }

  /** The rows of one file: the numbers of the records that published them, and what is wrong. */
  private static final class FileRows {
    private int[] records = new int[1024];
    private int size;
    private boolean wrong;
    private final Set<Integer> beyond = new HashSet<>();

    void add(int record) {
      if (size == records.length) {
        records = Arrays.copyOf(records, size * 2);
      }
      records[size++] = record;
    }
  }

  /** The version; empty if the table does not hold everything even now. */
  Optional<Version> find() throws IOException, InterruptedException {
    Optional<Version> latest = table.latest();
    if (latest.isEmpty() || !holdsEverything(latest.get())) {
      return Optional.empty();
    }
    Version right = latest.get();
    long wrong = page.tableVersion(subject);
    Version atPage = table.at(wrong);
    if (holdsEverything(atPage)) {
      return Optional.of(atPage);
    }
    while (right.number() - wrong > 1) {
      Version middle = table.at((right.number() + wrong) / 2);
      if (holdsEverything(middle)) {
        right = middle;
      } else {
        wrong = middle.number();
      }
    }
    return Optional.of(right);
  }

  private boolean holdsEverything(Version version) throws IOException, InterruptedException {
    if (!Declaration.of(subject, Optional.of(version)).equals(declaration)) {
      return false;
    }
    List<DataFile> unread =
        version.files().stream().filter(file -> !files.containsKey(file.path())).toList();
    // A file without rows is visited by nobody.
    unread.forEach(file -> files.put(file.path(), new FileRows()));
    table.read(version, unread, RowBatch.columns(declaration.columns()), this::visitor);
    byte[] rows = new byte[index.size()];
    Set<Integer> beyond = new HashSet<>();
    for (DataFile file : version.files()) {
      FileRows one = files.get(file.path());
      if (one.wrong) {
        return false;
      }
      beyond.addAll(one.beyond);
      for (int i = 0; i < one.size; i++) {
        if (rows[one.records[i]]++ > 0) {
          return false; // The producer gives each event an id of its own.
        }
      }
    }
    return nothingLacks(rows, beyond);
  }

  private boolean nothingLacks(byte[] rows, Set<Integer> beyond) {
    for (int p = 0; p < index.partitionCount(); p++) {
      int partition = index.partition(p);
      long pageEnd = page.ends(subject).getOrDefault(partition, 0L);
      boolean passed = beyond.contains(partition);
      for (int record = index.endOf(p) - 1; record >= index.firstOf(p); record--) {
        passed |= rows[record] > 0;
        boolean due = passed || index.offset(record) < pageEnd;
        if (due && rows[record] == 0 && !index.isPoison(record)) {
          return false;
        }
      }
    }
    return true;
  }

  private TableReader.Visitor visitor() {
    RowBatch batch = new RowBatch(declaration.columns());
    return (path, data) -> {
      batch.fill(data);
      // One thread reads a file from its beginning to its end.
      FileRows rows = files.get(path);
      for (int row = 0; row < batch.size(); row++) {
        take(batch, row, rows);
      }
    };
  }

  private void take(RowBatch batch, int row, FileRows rows) {
    int record =
        batch.hasId[row] ? index.find(batch.idHigh[row], batch.idLow[row]) : EventIndex.NONE;
    if (record != EventIndex.NONE) {
      rows.add(record);
      rows.wrong |= !index.publishedAs(batch.idHigh[row], batch.idLow[row], batch.rowHash[row]);
    } else if (batch.hasId[row]
        && index.hasPartition(batch.partition[row])
        && !index.isBelowCut(batch.partition[row], batch.offset[row])) {
      rows.beyond.add(batch.partition[row]); // Published since the ledger was looked at.
    } else {
      rows.wrong = true;
    }
  }
}
