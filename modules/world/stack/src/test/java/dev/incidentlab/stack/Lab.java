package dev.incidentlab.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The built lab that integration tests start. */
final class Lab {

  private Lab() {}

  static Path home() {
    return Path.of(System.getProperty("lab.home"));
  }

  /** Where a stand-in for the producer is. */
  static ProcessSpec toyProducer(String... arguments) {
    return ProcessSpec.of(
        ToyProducer.class.getName(),
        Path.of("target/test-classes").toAbsolutePath(),
        List.of(arguments));
  }

  static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(30));
  }

  static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /** Remembers with what status each component ended last. */
  static final class Ends implements StackEvents {

    private final Map<Component, Integer> exits = new ConcurrentHashMap<>();

    @Override
    public void ended(Component component, int exit) {
      exits.put(component, exit);
    }

    Map<Component, Integer> exits() {
      return exits;
    }
  }
}
