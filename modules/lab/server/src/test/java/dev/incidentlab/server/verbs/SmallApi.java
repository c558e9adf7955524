package dev.incidentlab.server.verbs;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.drill.AlertBoard;
import dev.incidentlab.drill.Journal;
import dev.incidentlab.drill.StoryClock;
import dev.incidentlab.drill.engine.MessageBoard;
import dev.incidentlab.drill.scenario.Noise;
import dev.incidentlab.drill.scenario.Scenario;
import dev.incidentlab.server.metrics.Metrics;
import dev.incidentlab.server.run.LabOptions;
import dev.incidentlab.server.run.RunState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The API of a lab whose platform is not up yet, on a port of its own. */
final class SmallApi implements AutoCloseable {
  private static final Instant START = Instant.parse("2026-03-03T05:00:00Z");

  final AtomicBoolean stopped = new AtomicBoolean();
  final Journal journal;
  final RunState state;
  private final HttpApi api;
  private final HttpClient http = HttpClient.newHttpClient();

  SmallApi(Path runs) throws IOException {
    Path run = Files.createDirectories(runs.resolve("s/1"));
    InstantSource wall = InstantSource.system();
    StoryClock clock = new StoryClock(START, wall);
    journal = new Journal(run.resolve("journal.jsonl"), wall, clock);
    AlertBoard alerts = new AlertBoard(journal, clock, wall);
    MessageBoard messages = new MessageBoard(scenario(), journal, clock, Set.of());
    state = new RunState(run, scenario(), journal, clock, alerts, messages, false);
    api = new HttpApi(LabOptions.LOOPBACK, 0);
    api.start(
        new Verbs(state, () -> null, () -> stopped.set(true), who -> new Done("", Map.of(), "")),
        new Metrics(state, () -> null));
  }

  @Override
  public void close() {
    api.close();
    journal.close();
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(api.url() + path)));
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return post(path, "application/json", body);
  }

  HttpResponse<String> post(String path, String type, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(api.url() + path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body)));
  }

  /** A method without a body. */
  HttpResponse<String> ask(String method, String path) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(api.url() + path))
            .method(method, BodyPublishers.noBody()));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The JDK's clients do not let a caller choose the Host header. */
  String raw(String request) throws IOException {
    URI url = URI.create(api.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort());
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Scenario scenario() {
    return new Scenario(
        "s",
        "A scenario",
        Scenario.Difficulty.BEGINNER,
        30,
        List.of(),
        "Something breaks.",
        "It was this.",
        new Scenario.Clock(START, START.plusSeconds(1), START.plusSeconds(2), START.plusSeconds(3)),
        new Scenario.Workload(1, Map.of()),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of(),
        Noise.none(),
        List.of(
            new Scenario.Message(
                "finance",
                START,
                "Finance",
                "Is yesterday affected?",
                Optional.of(
                    new Scenario.Expects("no", List.of("yes", "no"), Duration.ofMinutes(10))),
                Optional.empty(),
                false)),
        List.of(new Scenario.Hint("Look at the lag.", 5)),
        List.of("ledger"),
        null,
        null,
        List.of(),
        List.of(),
        "none.md",
        List.of());
  }
}
