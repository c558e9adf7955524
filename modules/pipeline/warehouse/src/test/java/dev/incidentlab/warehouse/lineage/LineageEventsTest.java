package dev.incidentlab.warehouse.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.incidentlab.warehouse.lineage.Columns.Column;
import dev.incidentlab.warehouse.lineage.JobRun.Progress;
import dev.incidentlab.warehouse.lineage.TablePipeline.Way;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageEventsTest {
  private static final String JOB_ID = "0123456789abcdef0123456789abcdef";
  private static final UUID RUN = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");
  private static final Progress NOTHING = new Progress(Optional.empty(), 0, 0, List.of());

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve(Lineage.FILE);
  }

  private static JobRun start(Lineage lineage, Way way) {
    return lineage.started(
        Platform.ADS,
        way,
        Lineage.flinkRun(JOB_ID),
        Platform.WALL.minusSeconds(1),
        Platform.ADS_SCHEMA,
        List.of(new Column("event_id", "string")));
  }

  @Test
  void anIngestJobTellsWhatItReadsWritesAndWhyItFailed() {
    try (Lineage lineage = Platform.lineage(file)) {
      JobRun run = start(lineage, Way.INGEST);
      run.running(new Progress(Optional.of(7L), 120, 0, List.of()));
      run.failed(new Progress(Optional.of(8L), 130, 3, List.of()), "Enumeration out of range");
    }

    List<JsonNode> events = EventRules.read(file);

    assertThat(events)
        .extracting(e -> e.path("eventType").asText())
        .containsExactly("START", "RUNNING", "FAIL");
    assertThat(events)
        .allSatisfy(
            e -> {
              assertThat(e.at("/run/runId").asText()).isEqualTo(RUN.toString());
              assertThat(e.at("/job/name").asText()).isEqualTo("ingest-fact_ad_events");
              assertThat(e.at("/run/facets/incidentLab_story/time").asText())
                  .isEqualTo("2026-03-03T09:30:00Z");
              assertThat(e.at("/run/facets/parent/job/name").asText()).isEqualTo("pinned-schema");
            });
    JsonNode start = events.get(0);
    assertThat(start.path("eventTime").asText()).isEqualTo("2026-11-23T09:59:59Z");
    assertThat(start.at("/inputs/0/facets/schema/fields/0/name").asText()).isEqualTo("event_id");
    assertThat(
            start
                .at("/outputs/0/facets/columnLineage/fields/placement/inputFields/0/field")
                .asText())
        .isEqualTo("placement");
    JsonNode running = events.get(1);
    assertThat(running.at("/outputs/0/facets/version/datasetVersion").asText()).isEqualTo("7");
    assertThat(running.at("/outputs/0/outputFacets/outputStatistics/rowCount").asLong())
        .isEqualTo(120);
    assertThat(running.path("outputs")).hasSize(1);
    JsonNode fail = events.get(2);
    assertThat(fail.at("/run/facets/errorMessage/message").asText())
        .isEqualTo("Enumeration out of range");
    assertThat(fail.at("/outputs/1/name").asText()).isEqualTo("ad-events.dead-letters");
    assertThat(fail.at("/outputs/1/facets/version/datasetVersion").asText()).isEqualTo("3");
  }

  @Test
  void aReplayTellsItsCounts() {
    try (Lineage lineage = Platform.lineage(file)) {
      start(lineage, Way.REPLAY)
          .completed(
              new Progress(Optional.of(9L), 5, 0, List.of()),
              Map.of("inserted", 2L, "updated", 3L));
    }

    JsonNode complete = EventRules.read(file).get(1);

    assertThat(complete.path("eventType").asText()).isEqualTo("COMPLETE");
    assertThat(complete.at("/run/facets/incidentLab_story/updated").asLong()).isEqualTo(3);
    assertThat(complete.at("/job/facets/jobType/processingType").asText()).isEqualTo("BATCH");
  }

  @Test
  void theRulesFindWhatIsWrong() {
    try (Lineage lineage = Platform.lineage(file)) {
      start(lineage, Way.REDRIVE).aborted(NOTHING, "the lab was stopped");
    }
    JsonNode event = EventRules.read(file).get(1);

    assertBroken(event, "/run", "runId", "no-uuid");
    assertBroken(event, "", "eventTime", "yesterday");
    assertBroken(event, "", "eventType", "ENDED");
    assertBroken(event, "/run/facets/errorMessage", "_schemaURL", "not a uri");
    assertBroken(event, "/run/facets/errorMessage", "message", null);
    assertBroken(event, "/run/facets/parent", "_producer", null);
    assertBroken(event, "/outputs/0", "name", null);
    assertBroken(event, "/job", "namespace", "");
  }

  private static void assertBroken(JsonNode event, String where, String member, String value) {
    JsonNode copy = event.deepCopy();
    ObjectNode object = (ObjectNode) (where.isEmpty() ? copy : copy.at(where));
    if (value == null) {
      object.remove(member);
    } else {
      object.put(member, value);
    }
    assertThat(EventRules.broken(copy)).as("%s/%s = %s", where, member, value).isNotEmpty();
  }

  @Test
  void afterACrashTheCutLineIsCutOffAndWhatWasOpenIsEnded() throws Exception {
    List<String> troubles = new CopyOnWriteArrayList<>();
    try (Lineage lineage = Platform.lineage(file)) {
      start(lineage, Way.REPLAY);
      lineage.graph();
    }
    Files.writeString(file, "no JSON\n{\"eventType\": \"COMP", StandardOpenOption.APPEND);

    try (Lineage again = Platform.lineage(file, Optional.empty(), troubles)) {
      assertThat(again.isOpen(RUN)).isTrue();
      again.abort(List.of(), "the lab's server ended");
      assertThat(again.graph().downstream(Dataset.topic("ad-events"), Optional.empty()).events())
          .isEqualTo(2);
    }

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(3).element(1).isEqualTo("no JSON");
    assertThat(lines.get(2)).contains("ABORT", RUN.toString(), "the lab's server ended");
    assertThat(troubles)
        .containsExactly(
            "Line 2 of lineage.jsonl is no JSON; what it said is left out of lineage.");
  }

  @Test
  void aRunThatIsOpenIsNotBegunTwice() {
    try (Lineage lineage = Platform.lineage(file)) {
      start(lineage, Way.INGEST);
      start(lineage, Way.INGEST);
    }

    assertThat(EventRules.read(file)).hasSize(1);
  }

  @Test
  void whatCannotBeWrittenIsToldOnceAndStopsNobody() throws InterruptedException {
    List<String> troubles = new CopyOnWriteArrayList<>();
    List<JsonNode> written = new CopyOnWriteArrayList<>();
    try (LineageLog log = new LineageLog(file, Optional.empty(), written::add, troubles::add)) {
      for (int i = 0; i < 3; i++) {
        log.emit(
            () -> {
              throw new IllegalStateException("no such slice");
            });
      }
      log.emit(() -> JsonNodeFactory.instance.objectNode());
      log.awaitWritten();
    }

    assertThat(written).hasSize(1);
    assertThat(file).hasContent("{}");
    assertThat(troubles)
        .singleElement()
        .asString()
        .contains("Lineage cannot be written to lineage.jsonl: no such slice");
  }
}
