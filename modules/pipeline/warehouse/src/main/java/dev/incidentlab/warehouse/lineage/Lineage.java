package dev.incidentlab.warehouse.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.warehouse.lineage.Columns.Column;
import dev.incidentlab.warehouse.lineage.Happening.Read;
import dev.incidentlab.warehouse.lineage.Happening.Written;
import dev.incidentlab.warehouse.lineage.TablePipeline.Way;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Tells what jobs and models were seen to do, as OpenLineage events, and what follows from it.
 * Whoever tells it something goes on at once. Safe for many threads.
 */
public final class Lineage implements AutoCloseable {
  /** The file's name in the folder of a run. */
  public static final String FILE = "lineage.jsonl";

  private final Parent parent;
  private final Supplier<DeclaredLineage> declared;
  private final Function<Dataset, URI> places;
  private final InstantSource wall;
  private final Supplier<Instant> story;
  private final Observed observed = new Observed();
  private final LineageLog log;
  private final EventWriter writer;
  private final Set<UUID> open = ConcurrentHashMap.newKeySet();
  private DeclaredLineage read;

  /** How it is told where things are and what time it is. */
  public record Surroundings(
      Function<Dataset, URI> places, InstantSource wall, Supplier<Instant> story) {}

  /**
   * Goes on with the file of an earlier process, or begins one.
   *
   * @param endpoint of a backend that is told, too
   * @param parent of all runs
   * @param declared what is declared; asked once, when it is first needed
   * @param trouble is told, in a sentence, of what went wrong with telling
   */
  public Lineage(
      Path file,
      Optional<URI> endpoint,
      Parent parent,
      Supplier<DeclaredLineage> declared,
      Surroundings surroundings,
      Consumer<String> trouble) {
    this.parent = parent;
    this.declared = declared;
    this.places = surroundings.places();
    this.wall = surroundings.wall();
    this.story = surroundings.story();
    this.writer = new EventWriter(parent);
    this.log =
        new LineageLog(
            file, endpoint.map(uri -> new Endpoint(uri, trouble)), observed::accept, trouble);
    observed.open().forEach(event -> open.add(run(event)));
  }

  /**
   * The address of a backend.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static URI address(String text) {
    return Endpoint.address(text);
  }

  public Path path() {
    return log.path();
  }

  /** Events that were told by this process. */
  public long told() {
    return log.work().events();
  }

  /** How long it was busy with them, on its own thread. */
  public Duration busy() {
    return log.work().spent();
  }

  /** What is made of what, by all that was told so far. */
  public LineageGraph graph() throws InterruptedException {
    log.awaitWritten();
    return new LineageGraph(declared(), observed);
  }

  synchronized DeclaredLineage declared() {
    if (read == null) {
      read = declared.get();
    }
    return read;
  }

  Instant wall() {
    return wall.instant();
  }

  Instant story() {
    return story.get();
  }

  URI place(Dataset dataset) {
    return places.apply(dataset);
  }

  /** The id of a run that has none of its own. */
  UUID runId(String name) {
    return UUID.nameUUIDFromBytes((parent.run() + "/" + name).getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a run begins; false if it did before, maybe in an earlier process. */
  boolean begin(UUID run) {
    return open.add(run);
  }

  /** Whether a run has begun and not ended. */
  boolean isOpen(UUID run) {
    return open.contains(run);
  }

  /**
   * Tells.
   *
   * @param seen made on a thread that nobody waits for
   */
  void tell(UUID run, boolean ends, Supplier<Happening> seen) {
    if (ends) {
      open.remove(run);
    }
    log.emit(() -> writer.write(seen.get()));
  }

  /**
   * A job was started that writes a table.
   *
   * @param run its id in the engine that runs it
   * @param started when
   * @param schema of the table as the job sees it
   * @param fields of the records in its input, as far as they are known
   */
  public JobRun started(
      TablePipeline pipeline,
      Way way,
      UUID run,
      Instant started,
      TableSchema schema,
      List<Column> fields) {
    JobRun job = new JobRun(this, pipeline, way, run);
    job.start(started, schema, fields);
    return job;
  }

  /** The run of a job of Flink. */
  public static UUID flinkRun(String jobId) {
    return UUID.fromString(jobId.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
  }

  /**
   * Ends runs that an earlier process left without an end.
   *
   * @param alive those that go on
   */
  void abort(Collection<UUID> alive, String why) {
    for (JsonNode event : observed.open()) {
      UUID run = run(event);
      if (!alive.contains(run) && open.contains(run)) {
        Instant at = wall();
        Instant then = story();
        tell(run, true, () -> aborted(event, run, at, then, why));
      }
    }
  }

  private static Happening aborted(
      JsonNode event, UUID run, Instant at, Instant story, String why) {
    JsonNode type = event.path("job").path("facets").path("jobType");
    List<Read> inputs = new ArrayList<>();
    event
        .path("inputs")
        .forEach(input -> inputs.add(new Read(dataset(input), null, List.of(), null, List.of())));
    List<Written> outputs = new ArrayList<>();
    event
        .path("outputs")
        .forEach(
            output -> outputs.add(new Written(dataset(output), null, List.of(), null, null, null)));
    return new Happening(
        EventType.ABORT,
        run,
        at,
        story,
        new Happening.Job(
            event.path("job").path("name").asText(),
            type.path("processingType").asText(),
            type.path("integration").asText(),
            type.path("jobType").asText(),
            JobRun.LANGUAGE,
            null),
        inputs,
        outputs,
        Optional.of(why),
        Map.of());
  }

  private static UUID run(JsonNode event) {
    return UUID.fromString(event.path("run").path("runId").asText());
  }

  private static Dataset dataset(JsonNode node) {
    return Dataset.of(node.path("namespace").asText(), node.path("name").asText());
  }

  /** Writes what was told, and ends. */
  @Override
  public void close() {
    log.close();
  }
}
