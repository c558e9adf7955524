package dev.incidentlab.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.drill.JournalEntry.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageCacheTest {
  private static final String LOG = "page/files/stack/data/kafka/t-0/0.log";
  private static final List<JournalEntry> JOURNAL =
      List.of(line(1, "drill"), line(2, "page"), line(3, "later"));

  @TempDir Path runs;
  private Path run;

  @BeforeEach
  void keep() throws IOException {
    run = Files.createDirectories(runs.resolve("s/one"));
    Path log = run.resolve("stack/data/kafka/t-0/0.log");
    Files.createDirectories(log.getParent());
    Files.writeString(log, "records");
    Files.createDirectories(run.resolve("stack/data/flink-jobmanager/checkpoints"));
    PageFolder page = PageFolder.of(run);
    page.copyFrom(run);
    page.whole(new PageFolder.Facts(2, "s/one", run.toString(), Instant.EPOCH.toString()));
  }

  @Test
  void whatOneRunStoredAnotherIsLentWithTheJournalUpToThePage() throws IOException {
    assertThat(cache("key").lend(other())).isEmpty();

    cache("key").store(run, JOURNAL);
    PageCache.Lent lent = cache("key").lend(other()).orElseThrow();

    assertThat(lent.facts().run()).isEqualTo("s/one");
    assertThat(lent.journal()).isEqualTo(JOURNAL.subList(0, 2));
    assertThat(other().resolve(LOG)).hasContent("records");
    assertThat(cache("other").lend(runs.resolve("s/three"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {LOG, "page/page.json", "journal.jsonl", "manifest.json"})
  void oneThatLacksAFileIsThrownAwayAndMadeAnew(String file) throws IOException {
    cache("key").store(run, JOURNAL);
    Files.delete(entry("key").resolve(file));

    assertThat(cache("key").lend(other())).isEmpty();

    assertThat(entry("key")).doesNotExist();
    assertThat(PageFolder.of(other()).facts()).isEmpty();
    cache("key").store(run, JOURNAL);
    assertThat(cache("key").lend(other())).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"recordz", "record", "records and more"})
  void oneWithAChangedFileIsThrownAway(String content) throws IOException {
    cache("key").store(run, JOURNAL);
    Files.writeString(entry("key").resolve(LOG), content);

    assertThat(cache("key").lend(other())).isEmpty();
    assertThat(entry("key")).doesNotExist();
  }

  @Test
  void oneWithAFileMoreIsThrownAway() throws IOException {
    cache("key").store(run, JOURNAL);
    Files.writeString(entry("key").resolve("page/files/tables"), "");

    assertThat(cache("key").lend(other())).isEmpty();
  }

  @Test
  void oneThatWasBeingMadeByAProcessThatIsGoneIsSweptAway() throws IOException {
    Path left = Files.createDirectories(runs.resolve(".pages/.making-1/page"));

    cache("key").store(run, JOURNAL);

    assertThat(left.getParent()).doesNotExist();
    assertThat(entry("key")).exists();
  }

  @Test
  void thoseThatWereUsedLastAreKept() throws IOException {
    for (int i = 0; i < PageCache.MOST; i++) {
      cache("key" + i).store(run, JOURNAL);
      Files.setLastModifiedTime(entry("key" + i), FileTime.fromMillis(1_000L * i));
    }
    cache("key0").lend(other());

    cache("new").store(run, JOURNAL);

    try (Stream<Path> entries = Files.list(runs.resolve(".pages"))) {
      assertThat(entries.filter(Files::isDirectory).map(path -> path.getFileName().toString()))
          .hasSize(PageCache.MOST)
          .contains("key0", "new")
          .doesNotContain("key1");
    }
  }

  @Test
  void manyRunsAtOnceAreAllServed() throws Exception {
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Path mine = Files.createDirectories(runs.resolve("s/many" + i));
      boolean stores = i % 3 == 0;
      all.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  if (stores) {
                    cache("key").store(run, JOURNAL);
                    return true;
                  }
                  boolean lent = cache("key").lend(mine).isPresent();
                  return !lent || PageFolder.of(mine).facts().isPresent();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }));
    }

    assertThat(all).allSatisfy(one -> assertThat(one.join()).isTrue());
    assertThat(Manifest.damage(entry("key"))).isEmpty();
  }

  private Path other() {
    return runs.resolve("s/two");
  }

  private Path entry(String key) {
    return runs.resolve(".pages").resolve(key);
  }

  private PageCache cache(String key) {
    return new PageCache(runs, key);
  }

  private static JournalEntry line(int number, String text) {
    String time = Instant.EPOCH.toString();
    return new JournalEntry(number, time, time, "lab", Kind.LAB, text, Map.of());
  }
}
