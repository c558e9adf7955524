package dev.incidentlab.warehouse.lineage;

import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.warehouse.lineage.Columns.Column;
import dev.incidentlab.warehouse.lineage.Happening.Counts;
import dev.incidentlab.warehouse.lineage.Happening.Read;
import dev.incidentlab.warehouse.lineage.Happening.Written;
import dev.incidentlab.warehouse.lineage.TablePipeline.Way;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A run of a job that writes a table. */
public final class JobRun {
  static final String LANGUAGE = "Java";
  private static final String ENGINE = "FLINK";

  private final Lineage lineage;
  private final TablePipeline pipeline;
  private final Way way;
  private final UUID run;

  /**
   * How far a run was seen to have come.
   *
   * @param version of the table; empty if it has written nothing
   * @param rows that it has written
   * @param letters in the topic of dead letters; 0 if there are none
   * @param fields of the records that it reads, if they are others than were told before
   */
  public record Progress(Optional<Long> version, long rows, long letters, List<Column> fields) {}

  JobRun(Lineage lineage, TablePipeline pipeline, Way way, UUID run) {
    this.lineage = lineage;
    this.pipeline = pipeline;
    this.way = way;
    this.run = run;
  }

  void start(Instant started, TableSchema schema, List<Column> fields) {
    if (!lineage.begin(run)) {
      return;
    }
    Dataset input = pipeline.input(way);
    List<Written> outputs = new ArrayList<>();
    for (Edge edge : DeclaredLineage.of(pipeline, way, schema)) {
      boolean table = edge.output().kind() == Dataset.Kind.TABLE;
      outputs.add(
          new Written(
              edge.output(),
              lineage.place(edge.output()),
              table ? Columns.of(schema) : List.of(),
              edge.columns(),
              null,
              null));
    }
    tell(
        EventType.START,
        started,
        new Read(input, lineage.place(input), fields, null, List.of()),
        outputs,
        Optional.empty(),
        Map.of());
  }

  /** It goes on. */
  public void running(Progress progress) {
    tell(EventType.RUNNING, progress, Optional.empty(), Map.of());
  }

  /**
   * It has done what it was to do.
   *
   * @param counts of rows, by what was done with them
   */
  public void completed(Progress progress, Map<String, Object> counts) {
    tell(EventType.COMPLETE, progress, Optional.empty(), counts);
  }

  /** It has failed. */
  public void failed(Progress progress, String message) {
    tell(EventType.FAIL, progress, Optional.of(message), Map.of());
  }

  /** Somebody has ended it. */
  public void aborted(Progress progress, String why) {
    tell(EventType.ABORT, progress, Optional.of(why), Map.of());
  }

  private void tell(
      EventType type, Progress progress, Optional<String> error, Map<String, Object> about) {
    Read input = new Read(pipeline.input(way), null, progress.fields(), null, List.of());
    List<Written> outputs = new ArrayList<>();
    for (Dataset output : pipeline.outputs(way)) {
      if (output.kind() == Dataset.Kind.TABLE) {
        String version = progress.version().map(String::valueOf).orElse(null);
        outputs.add(
            new Written(
                output,
                null,
                List.of(),
                null,
                version,
                version == null ? null : new Counts(progress.rows(), null, null)));
      } else if (progress.letters() > 0) {
        outputs.add(
            new Written(output, null, List.of(), null, String.valueOf(progress.letters()), null));
      }
    }
    tell(type, lineage.wall(), input, outputs, error, about);
  }

  private void tell(
      EventType type,
      Instant at,
      Read input,
      List<Written> outputs,
      Optional<String> error,
      Map<String, Object> about) {
    Instant story = lineage.story();
    boolean ends = type != EventType.START && type != EventType.RUNNING;
    lineage.tell(
        run,
        ends,
        () ->
            new Happening(
                type,
                run,
                at,
                story,
                new Happening.Job(
                    pipeline.job(way),
                    way == Way.INGEST ? "STREAMING" : "BATCH",
                    ENGINE,
                    "JOB",
                    LANGUAGE,
                    null),
                List.of(input),
                outputs,
                error,
                about));
  }
}
