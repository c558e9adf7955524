package dev.incidentlab.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Ports of 127.0.0.1 that nobody listens on, each given out once.
 *
 * <p>Between choosing a port and its use by the child anyone may take it. Choosing below the range
 * from which Linux serves outgoing connections ({@code net.ipv4.ip_local_port_range}, 32768 up),
 * and at random, makes that a matter of two labs drawing the same number within a second.
 */
final class Ports {

  private static final int LOWEST = 15_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 1_000;

  private final RandomGenerator random;
  private final Set<Integer> given = new HashSet<>();

  /**
   * @param reserved never given out
   */
  Ports(RandomGenerator random, Set<Integer> reserved) {
    this.random = random;
    given.addAll(reserved);
  }

  /** A port that is free now and was not given out before. */
  int next() throws StackStartException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = random.nextInt(LOWEST, HIGHEST);
      if (!given.contains(port) && isFree(port)) {
        given.add(port);
        return port;
      }
    }
    throw new StackStartException(
        "no free port on 127.0.0.1 between %d and %d after %d attempts; end what holds them or fix ports outside that range"
            .formatted(LOWEST, HIGHEST, ATTEMPTS));
  }

  /** Whether a server can listen on that port of 127.0.0.1 now. */
  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
