package dev.incidentlab.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;

/**
 * A schema registry over HTTP that answers as it is told to: first what was planned, whatever it is
 * asked for, and then as a registry with these schemas does.
 */
final class AnsweringRegistry implements AutoCloseable {
  private static final String BY_ID = "/schemas/ids/";

  private final HttpServer http;
  private final Map<Integer, String> schemas = new ConcurrentHashMap<>();
  private final Deque<Answer> planned = new ArrayDeque<>();
  private final AtomicInteger asked = new AtomicInteger();
  private boolean forEver;

  private record Answer(int status, String body) {}

  AnsweringRegistry(Map<Integer, Schema> schemas) throws IOException {
    schemas.forEach((id, schema) -> this.schemas.put(id, schema.toString()));
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          Answer answer = answer(exchange.getRequestURI().getPath());
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    http.start();
  }

  private synchronized Answer answer(String path) throws IOException {
    if (!planned.isEmpty()) {
      return forEver ? planned.peek() : planned.poll();
    }
    int id = path.startsWith(BY_ID) ? Integer.parseInt(path.substring(BY_ID.length())) : 0;
    String schema = schemas.get(id);
    return schema == null
        ? new Answer(404, "{\"error_code\": 40403, \"message\": \"Schema not found\"}")
        : new Answer(200, new ObjectMapper().writeValueAsString(Map.of("schema", schema)));
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /** The next answer that is not planned yet. */
  synchronized void plan(int status, String body) {
    planned.add(new Answer(status, body));
  }

  synchronized void alwaysAnswer(int status, String body) {
    plan(status, body);
    forEver = true;
  }

  int asked() {
    return asked.get();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
