package dev.incidentlab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerAddressTest {
  private static final ServerAddress HERE =
      ServerAddress.ofThisProcess("scenario/1", "http://127.0.0.1:1");

  @TempDir private Path run;

  @Test
  void isFoundWhileItsProcessLives() throws Exception {
    HERE.write(run);

    assertThat(ServerAddress.find(run)).contains(HERE);
  }

  @Test
  void isNotTakenForAProcessThatOnlyHasTheSameNumber() throws Exception {
    new ServerAddress(HERE.run(), HERE.url(), HERE.pid(), HERE.started() - 60_000).write(run);

    assertThat(ServerAddress.find(run)).isEmpty();
  }
}
