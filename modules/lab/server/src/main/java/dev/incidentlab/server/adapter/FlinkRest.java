package dev.incidentlab.server.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Flink's REST API, as far as the lab uses it (Flink documentation, "REST API"). */
public final class FlinkRest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Of whoever only wants to know whether Flink is there. */
  private static final Duration LOOK_PATIENCE = Duration.ofSeconds(5);

  /** As long as the command line waits for an acting verb. */
  private static final Duration LONGEST_REPLAY = Duration.ofMinutes(30);

  private static final Duration END_LIMIT = Duration.ofSeconds(60);

  private static final long LOOK_AGAIN_MILLIS = 100;

  /** A job that was just submitted may not be listed yet. */
  private static final Duration FORGOTTEN = Duration.ofSeconds(3);

  private final ObjectMapper json = new ObjectMapper();
  private final FlinkHttp http;
  private final PlatformAccess access;
  private final Set<String> earlier;
  private final String url;

  /**
   * @param state Flink's word, for instance RUNNING
   */
  public record FlinkJob(String id, String name, String state, Instant started) {
    /** It will not run again by itself. */
    public boolean ended() {
      return List.of("FAILED", "CANCELED", "FINISHED").contains(state);
    }
  }

  /** Flink did not do, or did not say, what it was asked. */
  public static final class FlinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FlinkException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  public FlinkRest(PlatformAccess access) {
    this(access, Set.of());
  }

  /**
   * @param earlier ids of jobs that are left out as if Flink did not remember them
   */
  public FlinkRest(PlatformAccess access, Set<String> earlier) {
    this.earlier = Set.copyOf(earlier);
    this.access = access;
    this.url = access.flinkUrl().toString().replaceAll("/$", "");
    this.http = new FlinkHttp(access.config().flink());
  }

  /** How many task managers the job manager knows of; an answer is not waited for for long. */
  public int taskManagers() {
    try {
      return get("/overview", LOOK_PATIENCE).path("taskmanagers").asInt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FlinkException("interrupted while flink was asked", e);
    }
  }

  /** The job manager's class path. */
  List<Path> classPath() throws InterruptedException {
    List<Path> classPath = new ArrayList<>();
    get("/jobmanager/environment")
        .path("classpath")
        .forEach(e -> classPath.add(Path.of(e.asText())));
    return classPath;
  }

  /** Uploads a jar; returns the id under which it is run. */
  public String upload(Path jar) throws InterruptedException {
    String boundary = UUID.randomUUID().toString();
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\n"
                .formatted(boundary, access.named(jar.getFileName().toString()))
            + "Content-Type: application/x-java-archive\r\n\r\n";
    try {
      BodyPublisher body =
          BodyPublishers.concat(
              BodyPublishers.ofString(head),
              BodyPublishers.ofFile(jar),
              BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
      HttpRequest request =
          request("/jars/upload")
              .header("Content-Type", "multipart/form-data; boundary=" + boundary)
              .POST(body)
              .build();
      String file = http.send(request).path("filename").asText();
      return file.substring(file.lastIndexOf('/') + 1);
    } catch (IOException e) {
      throw new FlinkException("cannot upload " + jar + ": " + e.getMessage(), e);
    }
  }

  /**
   * Runs a main class of an uploaded jar.
   *
   * @param checkpoint where its state is taken from, or null
   * @return the job's id
   */
  public String run(String jarId, String mainClass, List<String> arguments, String checkpoint)
      throws InterruptedException {
    Map<String, Object> body = new java.util.HashMap<>();
    body.put("entryClass", mainClass);
    body.put("programArgsList", arguments);
    if (checkpoint != null) {
      body.put("savepointPath", checkpoint);
    }
    try {
      HttpRequest request =
          request("/jars/" + jarId + "/run")
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(json.writeValueAsString(body)))
              .build();
      return http.send(request).path("jobid").asText();
    } catch (IOException e) {
      throw new FlinkException("cannot run " + mainClass + ": " + e.getMessage(), e);
    }
  }

  /** All jobs of this run that Flink remembers, newest first. */
  public List<FlinkJob> jobs() throws InterruptedException {
    List<FlinkJob> jobs = new ArrayList<>();
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      access
          .own(job.path("name").asText())
          .map(
              name ->
                  new FlinkJob(
                      job.path("jid").asText(),
                      name,
                      job.path("state").asText(),
                      Instant.ofEpochMilli(job.path("start-time").asLong())))
          .filter(found -> !earlier.contains(found.id()))
          .ifPresent(jobs::add);
    }
    jobs.sort(Comparator.comparing(FlinkJob::started).reversed());
    return jobs;
  }

  /** Ids of all jobs that Flink remembers, whosever they are. */
  public Set<String> allJobs() throws InterruptedException {
    Set<String> ids = new HashSet<>();
    get("/jobs/overview").path("jobs").forEach(job -> ids.add(job.path("jid").asText()));
    return ids;
  }

  /** The newest job of a name. */
  public Optional<FlinkJob> job(String name) throws InterruptedException {
    return jobs().stream().filter(job -> job.name().equals(name)).findFirst();
  }

  /**
   * Waits until a bounded job has read all its input.
   *
   * @param what the job's name for people
   * @param consequence what it means if the job ends in another way
   * @throws FlinkException if it does, with the root cause
   */
  public void awaitFinished(String jobId, String what, String consequence)
      throws InterruptedException {
    FlinkJob job = awaitBoundedEnd(jobId, what);
    if (!job.state().equals("FINISHED")) {
      List<String> failure = failure(jobId);
      throw new FlinkException(
          "%s is %s: %s; %s, see %s"
              .formatted(
                  what,
                  job.state(),
                  failure.isEmpty() ? "no cause given" : failure.get(failure.size() - 1),
                  consequence,
                  page(jobId)),
          null);
    }
  }

  /**
   * Waits for the end of a bounded job, whatever it is.
   *
   * @param what the job's name for people
   * @throws FlinkException if it does not come
   */
  public FlinkJob awaitBoundedEnd(String jobId, String what) throws InterruptedException {
    return awaitEnd(jobId, LONGEST_REPLAY)
        .orElseThrow(
            () ->
                new FlinkException(
                    "%s has not ended within %d min; see %s"
                        .formatted(what, LONGEST_REPLAY.toMinutes(), page(jobId)),
                    null));
  }

  /**
   * Waits for a job's end.
   *
   * @return the job; empty if it has not ended within the limit
   * @throws FlinkException if Flink does not know the job, as after a restart of its job manager
   */
  Optional<FlinkJob> awaitEnd(String jobId, Duration limit) throws InterruptedException {
    long start = System.nanoTime();
    long lastSeen = start;
    while (true) {
      Optional<FlinkJob> job = jobs().stream().filter(j -> j.id().equals(jobId)).findFirst();
      long now = System.nanoTime();
      if (job.isPresent()) {
        lastSeen = now;
      } else if (now - lastSeen > FORGOTTEN.toNanos()) {
        throw new FlinkException(
            "flink at %s does not know job %s; a job manager that was restarted has forgotten its jobs"
                .formatted(url, jobId),
            null);
      }
      Optional<FlinkJob> ended = job.filter(FlinkJob::ended);
      if (ended.isPresent() || now - start > limit.toNanos()) {
        return ended;
      }
      // The REST API has no way to be told of a job's end.
      Thread.sleep(LOOK_AGAIN_MILLIS);
    }
  }

  /**
   * Why a job last failed, outermost cause first, a line each.
   *
   * @return empty if it never failed
   */
  public List<String> failure(String jobId) throws InterruptedException {
    JsonNode entries =
        get("/jobs/" + jobId + "/exceptions").path("exceptionHistory").path("entries");
    if (entries.isEmpty()) {
      return List.of();
    }
    return entries
        .get(0)
        .path("stacktrace")
        .asText()
        .lines()
        .filter(line -> !line.startsWith("\t") && !line.isBlank())
        .map(line -> line.replaceFirst("^Caused by: ", ""))
        .toList();
  }

  /** How often a job was restarted after a failure; empty if Flink does not say. */
  public Optional<Long> restarts(String jobId) throws InterruptedException {
    JsonNode metrics = get("/jobs/" + jobId + "/metrics?get=numRestarts");
    return StreamSupport.stream(metrics.spliterator(), false)
        .map(m -> Long.parseLong(m.path("value").asText("0")))
        .findFirst();
  }

  /** A job's state in Flink's word; empty if Flink does not know the job. */
  public Optional<String> state(String jobId) throws InterruptedException {
    return jobs().stream().filter(job -> job.id().equals(jobId)).map(FlinkJob::state).findFirst();
  }

  /**
   * The sum of counters over all subtasks of a job, as the task managers last reported them.
   *
   * @param counters each as {@code operator.counter}
   * @return empty while none was reported
   */
  public OptionalLong sum(String jobId, List<String> counters) throws InterruptedException {
    Map<String, Long> sums = sums(jobId, counters);
    return sums.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(sums.values().stream().mapToLong(Long::longValue).sum());
  }

  /** The sum of each of some counters; without those that were not reported yet. */
  Map<String, Long> sums(String jobId, List<String> counters) throws InterruptedException {
    Map<String, Long> sums = new HashMap<>();
    for (JsonNode vertex : get("/jobs/" + jobId).path("vertices")) {
      String path =
          "/jobs/%s/vertices/%s/subtasks/metrics?agg=sum&get=%s"
              .formatted(jobId, vertex.path("id").asText(), String.join(",", counters));
      for (JsonNode counter : get(path)) {
        sums.merge(counter.path("id").asText(), counter.path("sum").asLong(), Long::sum);
      }
    }
    return sums;
  }

  /** Whether a bounded job has read all its input: its sources are finished. */
  public boolean hasReadAll(String jobId) throws InterruptedException {
    boolean finished = false;
    for (JsonNode vertex : get("/jobs/" + jobId).path("vertices")) {
      if (vertex.path("name").asText().startsWith("Source: ")) {
        finished = vertex.path("status").asText().equals("FINISHED");
      }
    }
    return finished;
  }

  /** The newest completed checkpoint that is kept outside of the job. */
  public Optional<String> checkpoint(String jobId) throws InterruptedException {
    JsonNode latest = get("/jobs/" + jobId + "/checkpoints").path("latest").path("completed");
    String path = latest.path("external_path").asText("");
    return path.isEmpty() || path.startsWith("<") ? Optional.empty() : Optional.of(path);
  }

  /** Asks for the end of a job; it goes on until its state says so. */
  public void cancel(String jobId) throws InterruptedException {
    try {
      http.send(
          request("/jobs/" + jobId + "?mode=cancel")
              .method("PATCH", BodyPublishers.noBody())
              .build());
    } catch (IOException e) {
      throw new FlinkException("cannot cancel job " + jobId + ": " + e.getMessage(), e);
    }
  }

  /**
   * Asks for the end of all jobs of this run that have not ended, and waits for it. They keep their
   * checkpoints.
   *
   * @return the jobs that were ended
   */
  public List<FlinkJob> endAll() throws InterruptedException {
    return endAll(END_LIMIT);
  }

  /**
   * The same.
   *
   * @param limit how long each may take
   */
  public List<FlinkJob> endAll(Duration limit) throws InterruptedException {
    List<FlinkJob> running = jobs().stream().filter(job -> !job.ended()).toList();
    for (FlinkJob job : running) {
      cancel(job.id());
    }
    for (FlinkJob job : running) {
      if (awaitEnd(job.id(), limit).isEmpty()) {
        throw new FlinkException(
            "job %s has not ended within %d s; see %s"
                .formatted(access.named(job.name()), limit.toSeconds(), page(job.id())),
            null);
      }
    }
    return running;
  }

  /** Deletes the jars that this run has uploaded, and returns their names. */
  public List<String> deleteJars() throws InterruptedException {
    List<String> deleted = new ArrayList<>();
    for (JsonNode jar : get("/jars").path("files")) {
      String name = jar.path("name").asText();
      if (access.own(name).isPresent()) {
        try {
          http.send(request("/jars/" + jar.path("id").asText()).DELETE().build());
        } catch (IOException e) {
          throw new FlinkException("cannot delete jar " + name + ": " + e.getMessage(), e);
        }
        deleted.add(name);
      }
    }
    return deleted;
  }

  /** The job's page in Flink's UI. */
  public String page(String jobId) {
    return url + "/#/job/overview/" + jobId;
  }

  private JsonNode get(String path) throws InterruptedException {
    return get(path, PATIENCE);
  }

  private JsonNode get(String path, Duration patience) throws InterruptedException {
    try {
      return http.send(request(path).timeout(patience).GET().build());
    } catch (IOException e) {
      throw new FlinkException(
          "flink at %s does not answer (%s)%s"
              .formatted(
                  url,
                  e.getMessage() == null ? "connection closed" : e.getMessage(),
                  access.seeLogs("flink-jobmanager")),
          e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return http.request(URI.create(url + path)).timeout(PATIENCE);
  }
}
