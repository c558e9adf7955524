package dev.incidentlab.producer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.incidentlab.schema.RegistryUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * The producer's HTTP interface on the loopback address. It answers from the first moment on, with
 * 503 until the producer is {@linkplain #ready ready}. Whoever was given no key is told only
 * whether it is: its status says what is rolled out, and its commands roll it out.
 */
final class ControlServer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BACKLOG = 50;
  private static final int THREADS = 4;
  private static final int MAX_POISON = 10_000;

  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int CONFLICT = 409;
  private static final int INTERNAL = 500;
  private static final int UNAVAILABLE = 503;

  private static final String HEALTH = "/health";
  private static final String BEARER = "Bearer ";

  private final HttpServer http;
  private final String key;
  private volatile PublishingLoop loop;
  private volatile String waitingFor = "start";

  private interface Route {
    Status answer(PublishingLoop loop, byte[] body) throws InterruptedException;
  }

  private record Answer(int code, ObjectNode body) {}

  private final Map<String, Route> posts =
      Map.of(
          "/advance", command(Set.of("to"), ControlServer::advance),
          "/live", command(Set.of("storyAt", "wallAt", "pace"), ControlServer::live),
          "/pause", command(Set.of(), body -> Upstream::pause),
          "/rollout", command(Set.of("v2Share", "viewThrough", "layout"), ControlServer::rollOut),
          "/poison", command(Set.of("kind", "topic", "at", "count"), ControlServer::poison));

  private ControlServer(HttpServer http, String key) {
    this.http = http;
    this.key = key;
  }

  /**
   * @param port 0 for a free one
   * @param key what requests must bring as bearer token; empty if all may ask
   */
  static ControlServer start(int port, String key) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpServer http = HttpServer.create(new InetSocketAddress(loopback, port), BACKLOG);
    ControlServer server = new ControlServer(http, key);
    http.createContext("/", server::handle);
    http.setExecutor(
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "http");
              thread.setDaemon(true);
              return thread;
            }));
    http.start();
    return server;
  }

  int port() {
    return http.getAddress().getPort();
  }

  /** What {@code /health} names until the producer is ready. */
  void waitingFor(String what) {
    waitingFor = what;
  }

  void ready(PublishingLoop publishing) {
    loop = publishing;
  }

  void stop() {
    http.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      Answer answer =
          path.equals(HEALTH) || mayAsk(exchange)
              ? answer(exchange.getRequestMethod(), path, body)
              : error(UNAUTHORIZED, "only the lab may ask that; GET /health is open to all");
      byte[] bytes = JSON.writeValueAsBytes(answer.body);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.code, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private boolean mayAsk(HttpExchange exchange) {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    byte[] right = (BEARER + key).getBytes(StandardCharsets.UTF_8);
    return key.isEmpty()
        || given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), right);
  }

  private Answer answer(String method, String path, byte[] body) {
    boolean get = path.equals(HEALTH) || path.equals("/status");
    if (!get && !posts.containsKey(path)) {
      return error(
          NOT_FOUND,
          "%s is unknown; there are GET /health, GET /status and POST %s"
              .formatted(path, String.join(", POST ", posts.keySet().stream().sorted().toList())));
    }
    if (!method.equals(get ? "GET" : "POST")) {
      return error(METHOD_NOT_ALLOWED, "%s takes %s".formatted(path, get ? "GET" : "POST"));
    }
    PublishingLoop publishing = loop;
    if (publishing == null) {
      return error(UNAVAILABLE, "not ready: waiting for " + waitingFor);
    }
    if (path.equals(HEALTH)) {
      return new Answer(OK, JSON.createObjectNode().put("ready", true));
    }
    return get
        ? new Answer(OK, json(publishing.status()))
        : post(posts.get(path), publishing, body);
  }

  private static Answer post(Route route, PublishingLoop publishing, byte[] body) {
    try {
      return new Answer(OK, json(route.answer(publishing, body)));
    } catch (IllegalArgumentException e) {
      return error(BAD_REQUEST, e.getMessage());
    } catch (CancellationException e) {
      return error(UNAVAILABLE, "the producer is stopping");
    } catch (IllegalStateException e) {
      return error(CONFLICT, e.getMessage());
    } catch (RegistryUnavailableException e) {
      return error(UNAVAILABLE, e.getMessage());
    } catch (RuntimeException e) {
      return error(INTERNAL, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return error(UNAVAILABLE, "the producer is stopping");
    }
  }

  private static Route command(
      Set<String> fields, Function<RequestBody, Function<Upstream, Status>> parse) {
    return (publishing, bytes) -> publishing.submit(parse.apply(RequestBody.parse(bytes, fields)));
  }

  private static Function<Upstream, Status> advance(RequestBody body) {
    var to = body.instant("to");
    return upstream -> upstream.advance(to);
  }

  private static Function<Upstream, Status> live(RequestBody body) {
    StoryClock clock =
        new StoryClock(body.instant("storyAt"), body.instant("wallAt"), body.number("pace"));
    return upstream -> upstream.live(clock);
  }

  private static Function<Upstream, Status> rollOut(RequestBody body) {
    Layout layout = body.has("layout") ? Layout.of(body.text("layout")) : Layout.LATE;
    Rollout rollout = new Rollout(body.number("v2Share"), body.flag("viewThrough"), layout);
    return upstream -> upstream.rollOut(rollout);
  }

  private static Function<Upstream, Status> poison(RequestBody body) {
    Poison.Kind kind = body.constant("kind", Poison.Kind.class);
    String topic = body.text("topic");
    var at = body.instant("at");
    int count = body.count("count", MAX_POISON);
    return upstream -> upstream.poison(kind, topic, at, count);
  }

  private static Answer error(int code, String message) {
    return new Answer(code, JSON.createObjectNode().put("error", message));
  }

  private static ObjectNode json(Status status) {
    ObjectNode node = JSON.createObjectNode();
    node.put("mode", status.mode().name());
    node.put("publishedThrough", status.publishedThrough().toString());
    node.set("published", JSON.valueToTree(status.published()));
    node.set("endOffsets", JSON.valueToTree(status.endOffsets()));
    node.put("v2Share", status.rollout().v2Share());
    node.put("viewThrough", status.rollout().viewThrough());
    node.put("layout", status.rollout().layout().word());
    node.put("error", status.error());
    return node;
  }
}
