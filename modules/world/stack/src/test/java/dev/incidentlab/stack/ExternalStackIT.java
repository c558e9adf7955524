package dev.incidentlab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attaching where each component's answer is given, beside a producer that is a real process. */
class ExternalStackIT {
  private static final Endpoints THEIRS =
      new Endpoints(
          "kafka.example:9092",
          URI.create("http://registry.example/apis/ccompat/v7"),
          URI.create("http://flink.example:8081"),
          URI.create("http://127.0.0.1:1"));

  @TempDir private Path run;
  private final Lab.Ends ends = new Lab.Ends();
  private final Map<Component, String> trouble = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> made = new CompletableFuture<>();

  private ExternalStack attach(String... producerArguments) throws StackStartException {
    Map<Component, Probe> probes = new EnumMap<>(Component.class);
    for (Component component : Component.values()) {
      if (component != Component.PRODUCER) {
        probes.put(component, () -> Optional.ofNullable(trouble.get(component)));
      }
    }
    return ExternalStack.attach(
        StackConfig.of(Lab.home(), run),
        own ->
            new Endpoints(
                THEIRS.kafkaBootstrap(),
                THEIRS.registryUrl(),
                THEIRS.flinkUrl(),
                own.producerUrl()),
        probes,
        Optional.empty(),
        endpoints -> Lab.toyProducer(producerArguments),
        made,
        ends);
  }

  @Test
  void onlyTheProducerIsItsOwnProcessAndEndsWithIt() throws Exception {
    long producer;
    try (ExternalStack stack = attach()) {
      assertThat(stack.status()).hasSize(5).allMatch(ComponentStatus::alive);
      assertThat(stack.status())
          .filteredOn(status -> status.pid().isPresent())
          .extracting(ComponentStatus::component)
          .containsExactly(Component.PRODUCER);
      producer = stack.status().get(4).pid().orElseThrow();
      assertThat(Lab.isAlive(producer)).isTrue();
    }
    assertThat(Lab.isAlive(producer)).isFalse();
  }

  @Test
  void faultsReachTheProducerAndNobodyElsesComponents() throws Exception {
    try (ExternalStack stack = attach()) {
      assertThatThrownBy(() -> stack.kill(Component.KAFKA))
          .hasMessageContaining("kafka is run by somebody else");
      stack.kill(Component.PRODUCER);
      assertThat(stack.status().get(4).alive()).isFalse();
      stack.restart(Component.PRODUCER);
      assertThat(stack.status().get(4).alive()).isTrue();
    }
  }

  @Test
  void aComponentThatGoesSilentShowsSo() throws Exception {
    try (ExternalStack stack = attach()) {
      trouble.put(Component.REGISTRY, "connection refused");

      assertThat(stack.status())
          .filteredOn(status -> !status.alive())
          .extracting(ComponentStatus::component, ComponentStatus::address)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(
                  Component.REGISTRY, THEIRS.registryUrl().toString()));
    }
  }

  @Test
  void everyComponentThatIsSilentIsNamedAndNothingStarted() {
    trouble.put(Component.KAFKA, "authentication failed");
    trouble.put(Component.FLINK_TASKMANAGER, "0 task managers");

    assertThatThrownBy(this::attach)
        .isInstanceOf(StackStartException.class)
        .hasMessage(
            "kafka cannot be used at kafka.example:9092 (authentication failed); "
                + "flink-taskmanager cannot be used at http://flink.example:8081 (0 task managers); "
                + "start it there, or correct its address or the client settings");
    assertThat(run.resolve("logs/producer.log")).doesNotExist();
  }

  @Test
  void aProducerThatWaitsForWhatCannotBeMadeIsEndedAndTheReasonSaid() {
    made.completeExceptionally(new IllegalStateException("no topic may be made"));

    assertThatThrownBy(() -> attach("--waiting"))
        .isInstanceOf(StackStartException.class)
        .hasMessage("no topic may be made");
    assertThat(ends.exits().keySet()).isEqualTo(Set.of(Component.PRODUCER));
  }

  @Test
  void aProducerThatDoesNotComeUpIsSaidAndGone() {
    assertThatThrownBy(() -> attach("--broken"))
        .hasMessageContaining("producer exited with status 1")
        .hasMessageContaining("the colour of the sky is not configured");
    assertThat(ends.exits().keySet()).isEqualTo(Set.of(Component.PRODUCER));
  }
}
