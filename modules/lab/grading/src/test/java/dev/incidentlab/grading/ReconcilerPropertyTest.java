package dev.incidentlab.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.drill.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

class ReconcilerPropertyTest {
  /** What becomes of one event, and what the four counts make of it. */
  enum Fate {
    STAYS(0, 0, 0, 0),
    IS_LOST(1, 0, 0, 0),
    IS_TRIPLED(0, 2, 0, 0),
    IS_ALTERED(0, 0, 0, 1),
    IS_THERE_RIGHT_AND_WRONG(0, 1, 0, 1),
    IS_DEAD_LETTERED(0, 0, 0, 0),
    IS_DEAD_LETTERED_AND_THERE(0, 1, 0, 0),
    IS_PUBLISHED_TWICE_AND_THERE_ONCE(1, 0, 0, 0),
    IS_PUBLISHED_TWICE_AND_DEAD_LETTERED_ONCE(0, 0, 0, 0),
    IS_RENAMED(1, 0, 1, 0);

    private final int missing;
    private final int duplicate;
    private final int fabricated;
    private final int altered;

    Fate(int missing, int duplicate, int fabricated, int altered) {
      this.missing = missing;
      this.duplicate = duplicate;
      this.fabricated = fabricated;
      this.altered = altered;
    }
  }

  @Property(tries = 30, shrinking = ShrinkingMode.OFF)
  void whateverIsCorruptedIsCountedExactly(
      @ForAll("fates") List<Fate> fates, @ForAll long order, @ForAll boolean inTwoCommits)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("reconciler");
    try (SmallWorld world = SmallWorld.withBilling(directory)) {
      List<Published> rows = new ArrayList<>();
      fates.forEach(fate -> befall(fate, world, rows));
      rows.addAll(world.publishAds(2));
      Collections.shuffle(rows, new Random(order));
      int middle = inTwoCommits ? rows.size() / 2 : 0;
      world.ads().ingest(rows.subList(0, middle));
      world.ads().ingest(rows.subList(middle, rows.size()));

      Finding finding = world.judge("ledger");

      assertThat(finding.observed())
          .contains(
              "missing %d, duplicate %d, fabricated %d, altered %d; billing-events"
                  .formatted(
                      fates.stream().mapToInt(f -> f.missing).sum(),
                      fates.stream().mapToInt(f -> f.duplicate).sum(),
                      fates.stream().mapToInt(f -> f.fabricated).sum(),
                      fates.stream().mapToInt(f -> f.altered).sum()));
    } finally {
      delete(directory);
    }
  }

  @Provide
  Arbitrary<List<Fate>> fates() {
    return Arbitraries.of(Fate.class).list().ofMinSize(1).ofMaxSize(40);
  }

  private static void befall(Fate fate, SmallWorld world, List<Published> rows) {
    Published event = world.ads().publish(1, world.adEvent());
    switch (fate) {
      case STAYS -> rows.add(event);
      case IS_LOST -> {}
      case IS_TRIPLED -> rows.addAll(List.of(event, event, event));
      case IS_ALTERED -> rows.add(wrong(event));
      case IS_THERE_RIGHT_AND_WRONG -> rows.addAll(List.of(wrong(event), event));
      case IS_DEAD_LETTERED -> world.ads().deadLetter(event);
      case IS_DEAD_LETTERED_AND_THERE -> {
        world.ads().deadLetter(event);
        rows.add(event);
      }
      case IS_PUBLISHED_TWICE_AND_THERE_ONCE -> {
        world.ads().publish(0, event.event());
        rows.add(event);
      }
      case IS_PUBLISHED_TWICE_AND_DEAD_LETTERED_ONCE -> {
        rows.add(world.ads().publish(0, event.event()));
        world.ads().deadLetter(event);
      }
      case IS_RENAMED ->
          rows.add(event.with("event_id", UUID.nameUUIDFromBytes(new byte[] {1}).toString()));
    }
  }

  private static Published wrong(Published event) {
    return event.with("spend_micros", 0L);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
