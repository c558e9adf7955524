package dev.incidentlab.acceptance.external;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Stands where an embedded stack has its producer, is well, and publishes nothing. */
final class IdleProducer {
  private static final int OK = 200;
  private static final int NO_BODY = -1;

  private IdleProducer() {}

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(List.of(args).get(List.of(args).indexOf("--port") + 1));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(OK, NO_BODY);
          exchange.close();
        });
    server.start();
  }
}
