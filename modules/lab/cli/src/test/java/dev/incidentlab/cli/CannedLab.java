package dev.incidentlab.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.incidentlab.api.LabClient;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.api.Verb;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The other side of the conversation: answers verbs with texts, and remembers what was asked. */
public final class CannedLab implements AutoCloseable {
  /** What {@code solution} answers unless a test says otherwise. */
  public static final String RIGHT_FIX =
      """
      {"id": "flag-and-replay", "title": "Turn the flag, then replay", "caughtBy": null,
       "steps": [{"run": "flag set decoding 'registry with fallback'", "why": "Decode by id."},
                 {"run": "job restart", "why": "From the checkpoint."}], "ordinaryTool": ""}
      """;

  public static final String PASSED =
      """
      {"outcome": "PASS", "findings": [{"oracle": "ledger", "outcome": "PASS",
       "expected": "nothing lost", "observed": "0 missing", "checked": 1200, "examples": []}],
       "ordinaryTool": ""}
      """;

  public static final String GRADED = graded("FAIL", "some rows are missing");

  public static final String DONE =
      "{\"text\": \"done\", \"facts\": {}, \"ordinaryTool\": \"ordinary --command\"}";

  private final HttpServer server;
  private final Map<String, Function<Asked, Answered>> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  /** A request. */
  public record Asked(String method, String path, String query, String body, String who) {}

  /** An answer. */
  public record Answered(int status, String body) {}

  public CannedLab() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
    for (Verb verb : Verb.values()) {
      answer(verb, DONE);
    }
    answer(Verb.STATUS, status("ON_CALL"));
    answer(Verb.VERIFY, PASSED);
    answer(Verb.GRADE, GRADED);
    answer(Verb.SOLUTION, RIGHT_FIX);
    answer(Verb.JOURNAL, journal("ON_CALL", line(1, "LAB", "the page is out")));
  }

  public static String status(String phase) {
    return """
        {"run": "pinned-schema/1", "scenario": "pinned-schema", "title": "The pinned schema",
         "story": "You are on call.",
         "phase": "%s", "storyNow": "2026-11-22T09:31:12Z", "pace": 1.0,
         "page": "2026-11-22T09:30:00Z", "deadline": "2026-11-22T10:00:00Z", "jobs": [],
         "tables": [], "dashboard": {"name": "exec_dashboard", "tiles": []}, "models": [], "alerts": [],
         "messages": [], "flags": [], "components": [], "ordinaryTool": "flink list"}
        """
        .formatted(phase);
  }

  public static String graded(String outcome, String observed) {
    return """
        {"outcome": "%s", "wall": "2026-11-22T20:00:00Z", "story": "2026-11-22T09:31:00Z",
         "tookMillis": 5400, "findings": [
           {"oracle": "ledger", "outcome": "%s", "expected": "nothing lost", "observed": "%s",
            "checked": 1200, "examples": []},
           {"oracle": "history", "outcome": "PASS", "expected": "unchanged",
            "observed": "unchanged", "checked": 12, "examples": []}],
         "ordinaryTool": ""}
        """
        .formatted(outcome, outcome, observed);
  }

  public static String journal(String phase, String... lines) {
    return "{\"lines\": [%s], \"phase\": \"%s\", \"ordinaryTool\": \"\"}"
        .formatted(String.join(",", lines), phase);
  }

  public static String line(long seq, String kind, String text) {
    return """
        {"seq": %d, "wall": "2026-11-22T20:00:%02dZ", "story": "2026-11-22T09:30:%02dZ",
         "who": "lab", "kind": "%s", "text": "%s"}
        """
        .formatted(seq, seq, seq, kind, text);
  }

  public CannedLab answer(Verb verb, String json) {
    return answer(verb, request -> new Answered(200, json));
  }

  public CannedLab answer(Verb verb, Function<Asked, Answered> answer) {
    answers.put(verb.path(), answer);
    return this;
  }

  public CannedLab refuse(Verb verb, int status, String detail) {
    String problem =
        "{\"title\": \"refused\", \"status\": %d, \"detail\": \"%s\"}".formatted(status, detail);
    return answer(verb, request -> new Answered(status, problem));
  }

  /** Makes it a running lab of that folder of runs. */
  public CannedLab runAs(Path runs, String run) throws IOException {
    address(run).write(Files.createDirectories(runs.resolve(run)));
    return this;
  }

  /** This process is the server. */
  public ServerAddress address(String run) {
    return ServerAddress.ofThisProcess(run, url());
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  public List<String> paths() {
    return asked.stream().map(Asked::path).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Asked request =
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            exchange.getRequestURI().getQuery(),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            exchange.getRequestHeaders().getFirst(LabClient.AS));
    asked.add(request);
    Answered answer = answers.get(request.path()).apply(request);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
