package dev.incidentlab.producer;

import dev.incidentlab.producer.ledger.LedgerCursor;
import dev.incidentlab.producer.ledger.LedgerDirectory;
import dev.incidentlab.producer.ledger.LedgerKind;
import dev.incidentlab.producer.ledger.LedgerReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * What a crashed run had published beyond the point that it had saved: it comes up once more and
 * must not be sent again. Not safe for use by several threads at once.
 */
final class AlreadyPublished {
  private static final long MICROS = 1_000_000;

  private final Set<UUID> events;
  private final Set<Undecodable> undecodable;

  /** A record that nobody can read has no id; a rerun makes the same bytes for the same instant. */
  record Undecodable(LedgerKind kind, long tsMicros, int payloadCrc) {}

  AlreadyPublished(Set<UUID> events, Set<Undecodable> undecodable) {
    this.events = new HashSet<>(events);
    this.undecodable = new HashSet<>(undecodable);
  }

  static AlreadyPublished nothing() {
    return new AlreadyPublished(Set.of(), Set.of());
  }

  /** What the ledgers of a directory have at or after an instant. */
  static AlreadyPublished from(Path directory, Instant from) throws IOException {
    long fromMicros = from.getEpochSecond() * MICROS;
    AlreadyPublished found = nothing();
    try (LedgerDirectory ledgers = LedgerDirectory.open(directory)) {
      for (LedgerReader ledger : ledgers.ledgers()) {
        LedgerCursor cursor = ledger.cursor();
        while (cursor.advance()) {
          if (cursor.eventTsMicros() >= fromMicros) {
            found.add(cursor);
          }
        }
      }
    }
    return found;
  }

  private void add(LedgerCursor cursor) {
    if (cursor.kind() == LedgerKind.EVENT) {
      events.add(new UUID(cursor.idHigh(), cursor.idLow()));
    } else {
      undecodable.add(new Undecodable(cursor.kind(), cursor.eventTsMicros(), cursor.payloadCrc()));
    }
  }

  /** Whether an event is among it; it comes up only once. */
  boolean takeEvent(long idHigh, long idLow) {
    return !events.isEmpty() && events.remove(new UUID(idHigh, idLow));
  }

  /** Whether a record that nobody can read is among it; it comes up only once. */
  boolean takeUndecodable(LedgerKind kind, long tsMicros, int payloadCrc) {
    return undecodable.remove(new Undecodable(kind, tsMicros, payloadCrc));
  }
}
