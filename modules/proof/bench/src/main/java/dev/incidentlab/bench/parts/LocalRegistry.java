package dev.incidentlab.bench.parts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.SchemaRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * As much of the Confluent API as a decoder asks, with the ad events' contract: version {@code n}
 * has id {@code n}. A decoder asks once a schema, so it is not part of what is measured.
 */
public final class LocalRegistry implements AutoCloseable {
  public static final String SUBJECT = "ad-events-value";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSIONS = 2;

  private final HttpServer http;

  public LocalRegistry() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", LocalRegistry::handle);
    http.start();
  }

  /** A client of it. */
  public SchemaRegistry client() {
    return new SchemaRegistry("http://127.0.0.1:" + http.getAddress().getPort());
  }

  private static void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().substring(1).split("/", -1);
      byte[] answer = JSON.writeValueAsBytes(answer(path));
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static Object answer(String... path) {
    if (path.length == 3 && path[0].equals("subjects")) {
      return new int[] {1, VERSIONS};
    }
    int version = Integer.parseInt(path[path.length - 1]);
    String schema = Contracts.load(Contracts.AD_EVENT, version).toString();
    return path[0].equals("schemas")
        ? Map.of("schema", schema)
        : Map.of("subject", SUBJECT, "version", version, "id", version, "schema", schema);
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
