package dev.incidentlab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortOwnerTest {

  @Test
  void nobodyOwnsAFreePort() throws Exception {
    int free = new Ports(new SplittableRandom(3), Set.of()).next();

    assertThat(new PortOwner(Path.of("/proc")).of(free)).isEmpty();
  }

  @Test
  void isUnknownWhereThereIsNoProc(@TempDir Path empty) {
    assertThat(new PortOwner(empty).of(80)).isEmpty();
  }
}
