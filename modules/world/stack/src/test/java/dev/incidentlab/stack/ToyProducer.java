package dev.incidentlab.stack;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/** Stands for the producer: a process that answers {@code GET /health} on {@code --port}. */
public final class ToyProducer {

  private ToyProducer() {}

  public static void main(String[] args) throws Exception {
    List<String> arguments = Arrays.asList(args);
    if (arguments.contains("--broken")) {
      for (int line = 1; line <= 40; line++) {
        System.out.println("configuration line " + line);
      }
      throw new IllegalArgumentException("the colour of the sky is not configured");
    }
    int port = Integer.parseInt(arguments.get(arguments.indexOf("--port") + 1));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(arguments.contains("--waiting") ? 503 : 204, -1);
          exchange.close();
        });
    server.start();
  }
}
