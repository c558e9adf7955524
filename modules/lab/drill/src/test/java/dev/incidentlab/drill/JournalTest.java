package dev.incidentlab.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.drill.JournalEntry.Kind;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path folder;
  private final InstantSource wall = InstantSource.fixed(Instant.parse("2027-01-01T00:00:00Z"));
  private final StoryClock clock = new StoryClock(Instant.parse("2026-03-03T05:00:00Z"), wall);

  @Test
  void isOnDiskLineByLine() throws Exception {
    Path file = folder.resolve("journal.jsonl");
    try (Journal journal = new Journal(file, wall, clock)) {
      journal.write("ann", Kind.VERB, "flag set", Map.of("flag", "f"));
      journal.write(Kind.LAB, "second");

      List<String> lines = Files.readAllLines(file);
      JournalEntry first = new ObjectMapper().readValue(lines.get(0), JournalEntry.class);
      assertThat(lines).hasSize(2);
      assertThat(first)
          .isEqualTo(
              new JournalEntry(
                  1,
                  "2027-01-01T00:00:00Z",
                  "2026-03-03T05:00:00Z",
                  "ann",
                  Kind.VERB,
                  "flag set",
                  Map.of("flag", "f")));
    }
  }

  @Test
  void survivesAnInterruptedWriter() {
    try (Journal journal = new Journal(folder.resolve("journal.jsonl"), wall, clock)) {
      Thread.currentThread().interrupt();
      journal.write(Kind.LAB, "while interrupted");
      assertThat(Thread.interrupted()).isTrue();
      journal.write(Kind.LAB, "after");
      assertThat(journal.after(0)).hasSize(2);
    }
  }

  @Test
  void waitsForTheNextLine() throws Exception {
    try (Journal journal = new Journal(folder.resolve("journal.jsonl"), wall, clock)) {
      journal.write(Kind.LAB, "first");
      CompletableFuture<List<JournalEntry>> next =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  journal.awaitAfter(1, Duration.ofMinutes(1));
                  return journal.after(1);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      journal.write(Kind.LAB, "second");
      assertThat(next.get()).extracting(JournalEntry::text).containsExactly("second");
    }
  }

  @Test
  void linesThatWereWrittenWholeAreReadBackAndGoneOnWith() throws Exception {
    Path file = folder.resolve("journal.jsonl");
    String now = wall.instant().toString();
    List<JournalEntry> lines =
        List.of(
            new JournalEntry(1, now, now, "ann", Kind.LAB, "first", Map.of("seed", 7)),
            new JournalEntry(2, now, now, "lab", Kind.LAB, "second", Map.of()));

    JournalFile.write(file, lines);

    assertThat(JournalFile.read(file).entries()).isEqualTo(lines);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
    try (Journal journal = new Journal(JournalFile.read(file), wall, clock)) {
      assertThat(journal.write(Kind.LAB, "third").seq()).isEqualTo(3);
    }
    assertThatThrownBy(() -> JournalFile.write(file, lines))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void neverWritesIntoAnotherRunsJournal() {
    Path file = folder.resolve("journal.jsonl");
    new Journal(file, wall, clock).close();
    assertThatThrownBy(() -> new Journal(file, wall, clock))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot create the journal");
  }
}
