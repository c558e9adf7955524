package dev.incidentlab.acceptance.external;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * HTTPS in front of a server that knows neither TLS nor users: what comes without the right {@code
 * Authorization} is answered with 401 and goes no further. Bodies are passed on as they come.
 */
final class AuthorizingProxy implements AutoCloseable {
  private static final int UNAUTHORIZED = 401;
  private static final int NO_BODY = -1;
  private static final int CHUNKED = 0;
  private static final String AUTHORIZATION = "Authorization";
  private static final String CONTENT_LENGTH = "Content-Length";

  /** What is between two hosts and not between both ends. */
  private static final Set<String> HOP_BY_HOP =
      Set.of("connection", "host", "content-length", "transfer-encoding", "upgrade", "expect");

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient behind =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI target;
  private final String authorization;
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong largestUpload = new AtomicLong();

  private AuthorizingProxy(HttpsServer server, URI target, String authorization) {
    this.server = server;
    this.target = target;
    this.authorization = authorization;
  }

  /**
   * @param target the server behind, by scheme, host and port
   * @param authorization the header's only right value
   */
  static AuthorizingProxy start(URI target, TlsIdentity identity, String authorization)
      throws IOException, GeneralSecurityException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity.context()));
    AuthorizingProxy proxy = new AuthorizingProxy(server, target, authorization);
    server.setExecutor(proxy.threads);
    server.createContext("/", proxy::handle);
    server.start();
    return proxy;
  }

  /** Where it listens, without a path. */
  URI url() {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How many requests had no right header. */
  long refused() {
    return refused.get();
  }

  /** Bytes of the largest body that a client has sent. */
  long largestUpload() {
    return largestUpload.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!authorization.equals(exchange.getRequestHeaders().getFirst(AUTHORIZATION))) {
        refused.incrementAndGet();
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        exchange.sendResponseHeaders(UNAUTHORIZED, NO_BODY);
        return;
      }
      answer(exchange, behind.send(passedOn(exchange), BodyHandlers.ofInputStream()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest passedOn(HttpExchange exchange) {
    URI asked = exchange.getRequestURI();
    HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve(asked.toString()));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))
                  && !name.equalsIgnoreCase(AUTHORIZATION)) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return request.method(exchange.getRequestMethod(), body(exchange)).build();
  }

  private BodyPublisher body(HttpExchange exchange) {
    String length = exchange.getRequestHeaders().getFirst(CONTENT_LENGTH);
    if (length == null || length.equals("0")) {
      return BodyPublishers.noBody();
    }
    long bytes = Long.parseLong(length);
    largestUpload.accumulateAndGet(bytes, Math::max);
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(exchange::getRequestBody), bytes);
  }

  private static void answer(HttpExchange exchange, HttpResponse<InputStream> response)
      throws IOException {
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    exchange.sendResponseHeaders(response.statusCode(), CHUNKED);
    try (InputStream in = response.body()) {
      in.transferTo(exchange.getResponseBody());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
