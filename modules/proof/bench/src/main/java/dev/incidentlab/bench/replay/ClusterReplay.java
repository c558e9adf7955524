package dev.incidentlab.bench.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.bench.replay.Truth.WrongResultException;
import dev.incidentlab.delta.UpsertRequest.Mode;
import dev.incidentlab.ingest.Offsets;
import dev.incidentlab.ingest.ReplayReport;
import dev.incidentlab.stack.Component;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Replays as the lab submits them: the job's jar on a running Flink cluster, by its REST API. */
final class ClusterReplay {
  static final String MAIN_CLASS = "dev.incidentlab.ingest.ReplayJob";

  private final BenchStack stack;
  private final Published published;
  private final HttpClient http = HttpClient.newHttpClient();

  /** One replay. */
  record Outcome(JobTimes times, ProcessWatch.Seen seen, ReplayReport report) {}

  ClusterReplay(BenchStack stack, Published published) {
    this.stack = stack;
    this.published = published;
  }

  /** The job's arguments. */
  static List<String> arguments(
      BenchStack stack, Published published, Path table, String replayId) {
    List<String> arguments = new ArrayList<>(stack.options(table).toArguments());
    arguments.addAll(
        List.of(
            "--replay-id", replayId,
            "--offsets", Offsets.formatRanges(published.ranges()),
            "--mode", Mode.UPSERT.name()));
    return arguments;
  }

  /** Replays the whole topic into a table, to the job's end. */
  Outcome run(Path table, String replayId) throws IOException, InterruptedException {
    String jarId = stack.jarId();
    try (ProcessWatch watch =
        new ProcessWatch(stack.pid(Component.FLINK_TASKMANAGER), stack.pids())) {
      long submitted = System.currentTimeMillis();
      String jobId =
          stack.flink().run(jarId, MAIN_CLASS, arguments(stack, published, table, replayId), null);
      stack.flink().awaitFinished(jobId, "replay " + replayId, "there is no figure");
      ProcessWatch.Seen seen = watch.seen();
      return new Outcome(JobTimes.of(submitted, job(jobId)), seen, report(table, replayId));
    }
  }

  static ReplayReport report(Path table, String replayId) throws IOException {
    return ReplayReport.read(table, replayId)
        .orElseThrow(() -> new WrongResultException("replay " + replayId + " left no report"));
  }

  private JsonNode job(String jobId) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(stack.flinkUrl() + "/jobs/" + jobId)).build();
    return new ObjectMapper().readTree(http.send(request, BodyHandlers.ofByteArray()).body());
  }
}
