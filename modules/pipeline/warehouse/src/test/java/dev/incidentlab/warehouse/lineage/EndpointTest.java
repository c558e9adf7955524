package dev.incidentlab.warehouse.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.incidentlab.warehouse.lineage.JobRun.Progress;
import dev.incidentlab.warehouse.lineage.TablePipeline.Way;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class EndpointTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir Path folder;
  private final List<String> troubles = new CopyOnWriteArrayList<>();
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private HttpServer backend;

  @AfterEach
  void stop() {
    if (backend != null) {
      backend.stop(0);
    }
  }

  private URI backend(int status) throws IOException {
    backend = HttpServer.create(ANY, 0);
    backend.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          taken.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    backend.start();
    return URI.create("http://127.0.0.1:" + backend.getAddress().getPort());
  }

  private void tell(URI endpoint, int events) {
    try (Lineage lineage =
        Platform.lineage(folder.resolve(Lineage.FILE), Optional.of(endpoint), troubles)) {
      JobRun run =
          lineage.started(
              Platform.ADS,
              Way.INGEST,
              UUID.randomUUID(),
              Platform.WALL,
              Platform.ADS_SCHEMA,
              List.of());
      for (int i = 1; i < events; i++) {
        run.running(new Progress(Optional.of((long) i), i, 0, List.of()));
      }
    }
  }

  @Test
  void aBackendIsToldWhatTheFileIsTold() throws IOException {
    tell(backend(201), 3);

    List<String> lines = Files.readAllLines(folder.resolve(Lineage.FILE));
    assertThat(taken)
        .containsExactlyElementsOf(
            lines.stream().map(line -> "POST /api/v1/lineage " + line).toList());
    assertThat(troubles).isEmpty();
  }

  @Test
  void aPathOfItsOwnIsKept() throws IOException {
    tell(backend(200).resolve("/collect"), 1);

    assertThat(taken).singleElement().asString().startsWith("POST /collect ");
  }

  @Test
  void aBackendThatRefusesIsToldOfOnce() throws IOException {
    tell(backend(500), 3);

    assertThat(taken).hasSize(3);
    assertThat(troubles).singleElement().asString().contains("status 500", "the run's file has");
  }

  @Test
  void aDeadBackendHarmsNobodyAndIsToldOfOnce() throws IOException {
    URI dead;
    try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      dead = URI.create("http://127.0.0.1:" + port.getLocalPort());
    }

    tell(dead, 50);

    assertThat(EventRules.read(folder.resolve(Lineage.FILE))).hasSize(50);
    assertThat(troubles).singleElement().asString().contains(dead.toString());
  }

  @Test
  void aBackendThatHangsFillsTheQueueAndNoMore() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Endpoint endpoint =
            new Endpoint(
                URI.create("http://127.0.0.1:" + silent.getLocalPort()), troubles::add, 2)) {
      for (int i = 0; i < 10; i++) {
        endpoint.offer("{}");
      }

      assertThat(troubles).singleElement().asString().contains("it is 2 events behind");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:5000", "ftp://host/x", "http://", "a b", ""})
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> Lineage.address(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--lineage-url '" + text + "' must be the http or https address");
  }
}
