package dev.incidentlab.cli;

import com.sun.net.httpserver.HttpServer;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.cli.drill.Project;
import dev.incidentlab.cli.view.Style;
import dev.incidentlab.cli.view.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Uses verbs once against a lab that answers always the same, so that the classes they need get
 * into the archive that the launcher has the JVM write (JEP 350).
 */
final class Rehearsal {
  private static final String STATUS =
      """
      {"run": "r/1", "scenario": "r", "title": "t", "phase": "ON_CALL",
       "storyNow": "2026-01-01T09:30:00Z", "pace": 1.0,
       "page": "2026-01-01T09:30:00Z", "deadline": "2026-01-01T10:00:00Z",
       "jobs": [{"name": "j", "id": "1", "state": "FAILED", "failures": 3, "exception": "e",
                 "checkpoint": "/c/1", "webPage": "http://p"}],
       "tables": [{"name": "t", "version": 1, "rows": 1000, "newestEvent": "2026-01-01T09:20:00Z",
                   "eventFreshnessSeconds": 600, "commitFreshnessSeconds": 5, "behind": 1}],
       "dashboard": {"name": "d", "tiles": [{"hour": "2026-01-01T09:00:00Z", "impressions": 1,
                     "clicks": 1, "conversions": 1, "spend": 1.5}]},
       "alerts": [{"id": 1, "name": "a", "severity": "page", "state": "firing", "message": "m",
                   "firedAt": "2026-01-01T09:30:00Z"}],
       "messages": [{"id": "m", "at": "2026-01-01T09:30:00Z", "from": "f", "text": "t",
                     "options": ["yes", "no"], "answered": false}],
       "flags": [{"name": "f", "variant": "on", "variants": ["on", "off"], "description": "d"}],
       "components": [{"name": "c", "alive": true, "pid": 1, "address": "http://c",
                       "residentMegabytes": 1, "log": "l"}],
       "ordinaryTool": "tool"}
      """;

  private Rehearsal() {}

  /** Takes no arguments and needs no lab. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("lab-rehearsal");
    HttpServer lab =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    lab.createContext(
        "/",
        exchange -> {
          byte[] answer = STATUS.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, answer.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(answer);
          }
        });
    lab.start();
    try {
      use(lab.getAddress().getPort(), folder);
    } finally {
      lab.stop(0);
      delete(folder);
    }
  }

  private static void use(int port, Path folder) throws IOException {
    Path run = Files.createDirectories(folder.resolve("runs/r/1"));
    String url = "http://127.0.0.1:" + port;
    ServerAddress.ofThisProcess("r/1", url).write(run);
    Terminal terminal = Terminal.ofProcess(new Style(true));
    Shell shell = new Shell(new Project(folder, folder), terminal, Grammar.all(), Map.of());
    shell.run(List.of("status"));
    shell.run(List.of("list"));
    shell.run(List.of("list", "--json"));
    shell.run(List.of("--help"));
    shell.run(List.of("ack", "--help"));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
