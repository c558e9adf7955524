package dev.incidentlab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void givesEachPortOnceAndBelowTheRangeOfOutgoingConnections() throws Exception {
    Ports ports = new Ports(new SplittableRandom(7), Set.of());

    Set<Integer> given = new HashSet<>();
    for (int draw = 0; draw < 200; draw++) {
      given.add(ports.next());
    }

    assertThat(given).hasSize(200).allMatch(port -> port >= 15_000 && port < 32_000);
  }

  @Test
  void neverGivesAReservedPort() throws Exception {
    int first = new Ports(new SplittableRandom(7), Set.of()).next();

    int other = new Ports(new SplittableRandom(7), Set.of(first)).next();

    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void passesOverAPortThatSomebodyListensOn() throws Exception {
    int first = new Ports(new SplittableRandom(7), Set.of()).next();
    try (ServerSocket taken = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {

      int other = new Ports(new SplittableRandom(7), Set.of()).next();

      assertThat(other).isNotEqualTo(taken.getLocalPort());
    }
  }

  @Test
  void aTakenFixedPortIsBlamedOnItsOwnerByName() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<Component, Integer> fixed = Map.of(Component.KAFKA, taken.getLocalPort());

      assertThatThrownBy(() -> PortPlan.draw(fixed, new SplittableRandom(7)))
          .isInstanceOf(StackStartException.class)
          .hasMessageContaining("kafka: port " + taken.getLocalPort())
          .hasMessageContaining("pid " + ProcessHandle.current().pid())
          .hasMessageContaining("fix another port");
    }
  }

  @Test
  void everyTakenFixedPortIsReportedAtOnce() throws Exception {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<Component, Integer> fixed =
          Map.of(Component.REGISTRY, one.getLocalPort(), Component.PRODUCER, two.getLocalPort());

      assertThatThrownBy(() -> PortPlan.draw(fixed, new SplittableRandom(7)))
          .hasMessageContaining("registry: port " + one.getLocalPort())
          .hasMessageContaining("producer: port " + two.getLocalPort());
    }
  }

  @Test
  void fixedPortsAreKeptAndShowInTheEndpoints() throws Exception {
    int free = new Ports(new SplittableRandom(11), Set.of()).next();

    PortPlan plan = PortPlan.draw(Map.of(Component.REGISTRY, free), new SplittableRandom(7));

    assertThat(plan.endpoints().registryUrl())
        .hasToString("http://127.0.0.1:" + free + "/apis/ccompat/v7");
    assertThat(plan.main().values()).doesNotHaveDuplicates();
  }
}
