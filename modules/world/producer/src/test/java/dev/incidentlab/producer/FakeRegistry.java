package dev.incidentlab.producer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.incidentlab.schema.SchemaRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** As much of the Confluent API, over HTTP, as the producer uses. */
final class FakeRegistry implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Subject and schema; the id is the place in the list, from 1 on. */
  private record Registered(String subject, String schema) {}

  private final HttpServer http;
  private final SchemaRegistry client;
  private final List<Registered> registered = new ArrayList<>();
  private final List<String> levels = new ArrayList<>();

  FakeRegistry() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::handle);
    http.start();
    client = new SchemaRegistry(url());
  }

  /** One client: what it was given makes it believe what it is denied. */
  SchemaRegistry client() {
    return client;
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /** Subjects in the order in which their versions were registered. */
  synchronized List<String> registrations() {
    return registered.stream().map(Registered::subject).toList();
  }

  /** What levels were set, as subject=level. */
  synchronized List<String> levels() {
    return List.copyOf(levels);
  }

  @Override
  public void close() {
    http.stop(0);
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().substring(1).split("/");
      byte[] body = exchange.getRequestBody().readAllBytes();
      String answer = answer(exchange.getRequestMethod(), path, body);
      byte[] bytes =
          (answer == null ? "{\"error_code\":40403,\"message\":\"not found\"}" : answer)
              .getBytes(java.nio.charset.StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private String answer(String method, String[] path, byte[] body) throws IOException {
    if (path[0].equals("config")) {
      String level = JSON.readTree(body).get("compatibility").textValue();
      levels.add(path[1] + "=" + level);
      return JSON.createObjectNode().put("compatibility", level).toString();
    }
    if (path[0].equals("schemas")) {
      int id = Integer.parseInt(path[2]);
      return id > registered.size()
          ? null
          : JSON.createObjectNode().put("schema", registered.get(id - 1).schema).toString();
    }
    List<Registered> versions = registered.stream().filter(r -> r.subject.equals(path[1])).toList();
    if (method.equals("POST")) {
      Registered wanted = new Registered(path[1], JSON.readTree(body).get("schema").textValue());
      if (!registered.contains(wanted)) {
        registered.add(wanted);
      }
      return JSON.createObjectNode().put("id", registered.indexOf(wanted) + 1).toString();
    }
    if (path.length == 3) {
      List<Integer> numbers = new ArrayList<>();
      versions.forEach(v -> numbers.add(numbers.size() + 1));
      return JSON.writeValueAsString(numbers);
    }
    int version = Integer.parseInt(path[3]);
    Registered one = versions.get(version - 1);
    ObjectNode node = JSON.createObjectNode().put("subject", one.subject).put("version", version);
    return node.put("id", registered.indexOf(one) + 1).put("schema", one.schema).toString();
  }
}
