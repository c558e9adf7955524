package dev.incidentlab.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.producer.ledger.LedgerDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventIndexTest {
  @TempDir private Path directory;

  @Test
  void leavesOutWhatWasPublishedFromTheCutOn() throws IOException {
    try (SmallWorld world = SmallWorld.empty(directory)) {
      List<Published> events = world.publishAds(20);
      try (LedgerDirectory ledger = LedgerDirectory.open(directory.resolve("ledger"))) {
        EventIndex index = EventIndex.load(ledger.ledgers("ad-events"), Map.of(0, 4L, 1, 7L), 1);

        assertThat(index.size()).isEqualTo(4 + 7);
        for (Published event : events) {
          UUID id = UUID.fromString(event.id());
          boolean below = event.offset() < (event.partition() == 0 ? 4 : 7);
          int record = index.find(id.getMostSignificantBits(), id.getLeastSignificantBits());
          assertThat(index.isBelowCut(event.partition(), event.offset())).isEqualTo(below);
          assertThat(index.at(event.partition(), event.offset())).isEqualTo(record);
          assertThat(record != EventIndex.NONE).isEqualTo(below);
        }
      }
    }
  }
}
