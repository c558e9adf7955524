package dev.incidentlab.server.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which checkpoint a job may go on from, on a cluster that has forgotten the job. */
class RetainedCheckpointsTest {
  private static final IngestPipeline PIPELINE = IngestPipeline.ALL.get(0);
  private static final Instant COMPLETED = Instant.parse("2026-11-23T23:00:00Z");

  @TempDir private Path folder;
  private HttpServer flink;
  private Optional<Instant> restoredAt = Optional.empty();
  private RetainedCheckpoints checkpoints;

  @BeforeEach
  void start() throws IOException {
    flink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    flink.createContext(
        "/jobs/overview",
        exchange -> {
          byte[] body = "{\"jobs\": []}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    flink.start();
    URI url = URI.create("http://127.0.0.1:" + flink.getAddress().getPort());
    PlatformAccess access = new PlatformAccess("127.0.0.1:1", url, url, Optional.empty(), "");
    checkpoints = new RetainedCheckpoints(new FlinkRest(access), pipeline -> restoredAt);
  }

  @AfterEach
  void stop() {
    flink.stop(0);
  }

  private Path whole(int number) throws IOException {
    Path checkpoint = Files.createDirectories(folder.resolve("chk-" + number));
    Path metadata = Files.createFile(checkpoint.resolve("_metadata"));
    Files.setLastModifiedTime(metadata, FileTime.from(COMPLETED));
    return checkpoint;
  }

  @Test
  void theNewestWholeOneOfTheJobCounts() throws Exception {
    assertThat(checkpoints.newest(PIPELINE)).isEmpty();
    checkpoints.remember(PIPELINE, whole(9));
    Path newest = whole(10);
    Files.createDirectory(folder.resolve("chk-11"));
    Files.createDirectory(folder.resolve("shared"));

    assertThat(checkpoints.newest(PIPELINE)).contains(newest.toUri().toString());
    assertThat(RetainedCheckpoints.newestIn(folder)).contains(newest);
    assertThat(RetainedCheckpoints.newestIn(folder.resolve("of-no-job"))).isEmpty();
  }

  @Test
  void oneFromBeforeTheTableWasRestoredDoesNot() throws Exception {
    Path checkpoint = whole(1);
    checkpoints.remember(PIPELINE, checkpoint);
    restoredAt = Optional.of(COMPLETED.minusMillis(1));
    assertThat(checkpoints.required(PIPELINE)).isEqualTo(checkpoint.toUri().toString());

    restoredAt = Optional.of(COMPLETED.plusMillis(1));

    assertThat(checkpoints.newest(PIPELINE)).isEmpty();
    assertThatThrownBy(() -> checkpoints.required(PIPELINE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no retained checkpoint from after its table was restored")
        .hasMessageContaining("./lab job start %s --from earliest".formatted(PIPELINE.table()));
  }
}
