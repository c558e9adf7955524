package dev.incidentlab.server.adapter;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cluster may have on its class path beside what is uploaded. */
class IngestJobsTest {
  /** The beginning of the SHA-256 of {@link #start}'s jar. */
  private static final String THIS_BUILD = "dc06501444ed7a31";

  @TempDir private Path folder;
  private HttpServer flink;
  private volatile String classPath;

  @BeforeEach
  void start() throws IOException {
    flink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    flink.createContext(
        "/jobmanager/environment",
        exchange -> {
          byte[] body =
              "{\"classpath\": [\"/opt/flink/lib/flink-dist.jar\"%s]}"
                  .formatted(classPath)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    flink.start();
  }

  @AfterEach
  void stop() {
    flink.stop(0);
  }

  private IngestJobs jobs() throws IOException {
    Path jar = Files.writeString(folder.resolve("ingest.jar"), "the jobs of this build");
    URI url = URI.create("http://127.0.0.1:" + flink.getAddress().getPort());
    PlatformAccess access = new PlatformAccess("127.0.0.1:1", url, url, Optional.empty(), "run.");
    return new IngestJobs(new FlinkRest(access), jar, access, folder, Optional.empty());
  }

  @Test
  void aClusterThatHasNoJobsOfOursTakesAnyBuild() throws Exception {
    classPath = ", \"/opt/flink/lib/ingest-of-others.jar\"";
    assertThatCode(jobs()::requireThisBuild).doesNotThrowAnyException();
  }

  @Test
  void aClusterThatHasThisBuildsJobsRunsThem() throws Exception {
    classPath = ", \"/opt/flink/lib/ingest-%s.jar\"".formatted(THIS_BUILD);
    assertThatCode(jobs()::requireThisBuild).doesNotThrowAnyException();
  }

  @Test
  void aClusterThatHasAnotherBuildsJobsWouldRunThose() throws Exception {
    classPath = ", \"/opt/flink/lib/ingest-0123456789abcdef.jar\"";
    assertThatThrownBy(jobs()::requireThisBuild)
        .hasMessageContaining("the jobs of another build on its class path")
        .hasMessageContaining("/opt/flink/lib/ingest-0123456789abcdef.jar")
        .hasMessageContaining("docker compose up -d --build");
  }
}
