package dev.incidentlab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a stack ends or fails to start, no process is left. */
class EndOfStackIT {

  private static final int PROCESSES = 5;
  @TempDir private Path run;

  @Test
  void closeEndsEveryProcessInGoodOrder() throws Exception {
    // Given
    Lab.Ends ends = new Lab.Ends();
    EmbeddedStack stack = EmbeddedStack.start(config(), e -> Lab.toyProducer(), ends);
    List<ComponentStatus> up = stack.status();
    assertThat(up).allMatch(ComponentStatus::alive);
    // When
    stack.close();
    stack.close();
    // Then
    assertThat(up).noneMatch(status -> Lab.isAlive(status.pid().orElseThrow()));
    assertThat(stack.status()).noneMatch(ComponentStatus::alive);
    assertThat(ends.exits()).hasSize(PROCESSES).doesNotContainValue(137);
  }

  @Test
  void aParentKilledWhileItStartsLeavesNoProcess() throws Exception {
    Process owner = owner();
    List<ProcessHandle> children = childrenOf(owner);

    owner.destroyForcibly().waitFor();

    Lab.await().untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void aParentInterruptedWhileItStartsLeavesNoProcess() throws Exception {
    Process owner = owner();
    List<ProcessHandle> children = childrenOf(owner);

    owner.toHandle().destroy();
    owner.waitFor();

    assertThat(children).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void closeDuringTheStartEndsAllAndTheStartSaysSo() throws Exception {
    EmbeddedStack stack =
        EmbeddedStack.prepare(config(), e -> Lab.toyProducer(), new StackEvents() {});
    CompletableFuture<StackStartException> start =
        CompletableFuture.supplyAsync(
            () -> catchThrowableOfType(StackStartException.class, stack::bringUp));
    Lab.await().until(() -> stack.status().stream().allMatch(ComponentStatus::alive));
    List<ComponentStatus> half = stack.status();

    stack.close();

    assertThat(start.get()).hasMessageContaining("closed while it started");
    assertThat(half).noneMatch(status -> Lab.isAlive(status.pid().orElseThrow()));
  }

  @Test
  void aStackThatWasClosedBeforeItStartedLaunchesNothing() throws Exception {
    EmbeddedStack stack =
        EmbeddedStack.prepare(config(), e -> Lab.toyProducer(), new StackEvents() {});
    stack.close();

    assertThatThrownBy(stack::bringUp).isInstanceOf(StackStartException.class);

    assertThat(stack.status()).noneMatch(status -> status.pid().isPresent());
  }

  @Test
  void aTakenPortIsRefusedBeforeAnythingStarts() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      StackConfig config = config().withFixedPort(Component.KAFKA, taken.getLocalPort());

      assertThatThrownBy(
              () -> EmbeddedStack.start(config, e -> Lab.toyProducer(), new StackEvents() {}))
          .isInstanceOf(StackStartException.class)
          .hasMessageContaining("kafka: port " + taken.getLocalPort() + " of 127.0.0.1 is taken");
    }
    assertThat(run).isEmptyDirectory();
  }

  @Test
  void aProducerThatEndsEarlyIsShownByTheEndOfItsLog() {
    Lab.Ends ends = new Lab.Ends();

    StackStartException failure =
        catchThrowableOfType(
            StackStartException.class,
            () -> EmbeddedStack.start(config(), e -> Lab.toyProducer("--broken"), ends));

    assertThat(failure.component()).contains(Component.PRODUCER);
    assertThat(failure)
        .hasMessageContaining("producer exited with status 1")
        .hasMessageContaining("the colour of the sky is not configured")
        .hasMessageContaining("producer.log");
    assertThat(failure.getMessage().lines()).hasSize(16);
    assertThat(ends.exits()).hasSize(PROCESSES);
  }

  @Test
  void aBrokerWithBrokenStorageIsShownByTheEndOfItsLog() throws Exception {
    Path data = Files.createDirectories(run.resolve("stack/data/kafka"));
    Files.writeString(
        data.resolve("meta.properties"),
        "version=1\nnode.id=77\ncluster.id=abcdefghijklmnopqrstuv\n");

    StackStartException failure =
        catchThrowableOfType(
            StackStartException.class,
            () -> EmbeddedStack.start(config(), e -> Lab.toyProducer(), new StackEvents() {}));

    assertThat(failure.component()).contains(Component.KAFKA);
    assertThat(failure).hasMessageContaining("exited with status").hasMessageContaining("77");
  }

  private StackConfig config() {
    return StackConfig.of(Lab.home(), run);
  }

  private Process owner() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            StackOwner.class.getName(),
            Lab.home().toString(),
            run.toString())
        .redirectErrorStream(true)
        .redirectOutput(run.resolve("owner.log").toFile())
        .start();
  }

  private static List<ProcessHandle> childrenOf(Process owner) {
    Lab.await().until(() -> owner.children().count() == PROCESSES);
    return owner.children().toList();
  }
}
