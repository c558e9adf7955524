package dev.incidentlab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackConfigTest {

  @TempDir Path folder;

  @BeforeEach
  void layOutALab() throws Exception {
    for (String library : List.of("kafka", "flink", "registry", "tether")) {
      Files.createDirectories(folder.resolve("home/lib").resolve(library));
    }
  }

  @Test
  void refusesAHomeThatWasNotBuilt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StackConfig.of(folder.resolve("other"), folder))
        .withMessageContaining("other has no lib/tether")
        .withMessageContaining("mvn package");
  }

  @Test
  void refusesToStartWhatIsNotThere() throws Exception {
    Files.delete(folder.resolve("home/lib/registry"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> EmbeddedStack.start(config(), e -> Lab.toyProducer(), new Lab.Ends()))
        .withMessageContaining("home has no lib/registry");
  }

  @Test
  void refusesOnePortForTwoComponents() {
    StackConfig config = config().withFixedPort(Component.KAFKA, 9092);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> config.withFixedPort(Component.REGISTRY, 9092))
        .withMessageContaining("port 9092 is fixed for both")
        .withMessageContaining("kafka")
        .withMessageContaining("registry");
  }

  @Test
  void refusesAPortThatIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config().withFixedPort(Component.KAFKA, 65_536))
        .withMessageContaining("port 65536 of kafka is not within 1 to 65535");
  }

  @Test
  void refusesToWaitForNoTimeAtAll() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config().withStartLimit(Duration.ZERO))
        .withMessageContaining("startLimit must be longer than nothing");
  }

  @Test
  void refusesARunDirectoryOnADiskThatIsNearlyFull() {
    StackConfig config = config().withMinimumFreeBytes(Long.MAX_VALUE);

    assertThatThrownBy(() -> EmbeddedStack.prepare(config, e -> toy(), new StackEvents() {}))
        .isInstanceOf(StackStartException.class)
        .hasMessageMatching(".* has \\d+ MiB of disk left and needs 8796093022207 MiB; .*");
  }

  @Test
  void tellsTheProducerWhereEverythingWillBe() throws Exception {
    List<Endpoints> told = new ArrayList<>();
    StackConfig config = config();

    EmbeddedStack stack =
        EmbeddedStack.prepare(
            config,
            endpoints -> {
              told.add(endpoints);
              return toy();
            },
            new StackEvents() {});

    assertThat(told).containsExactly(stack.endpoints());
    assertThat(stack.status())
        .extracting(ComponentStatus::component)
        .containsExactly(Component.values());
  }

  @Test
  void takesUpAUsedRunDirectoryWithItsDataButWithoutItsScratch() throws Exception {
    Path data = Files.createDirectories(folder.resolve("run/stack/data/kafka/topic"));
    Path scratch = Files.createDirectories(folder.resolve("run/stack/tmp/kafka/left/behind"));

    EmbeddedStack.prepare(config(), e -> toy(), new StackEvents() {});

    assertThat(data).exists();
    assertThat(scratch).doesNotExist();
  }

  @Test
  void aProducerCannotWaitForItself() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> toy().startedAfter(Component.PRODUCER))
        .withMessageContaining("producer cannot start after itself");
  }

  @Test
  void componentsAreFoundByNameAndUnknownNamesListTheKnown() {
    assertThat(Component.of("flink-taskmanager")).isEqualTo(Component.FLINK_TASKMANAGER);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Component.of("flink"))
        .withMessageContaining("flink-jobmanager, flink-taskmanager");
  }

  @Test
  void endpointsAreHostPortAndHttp() {
    URI http = URI.create("http://127.0.0.1:1");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Endpoints("http://127.0.0.1:9092", http, http, http))
        .withMessageContaining("is not a list of host:port");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Endpoints("127.0.0.1:9092", URI.create("127.0.0.1"), http, http))
        .withMessageContaining("registryUrl '127.0.0.1' is not an http address");
  }

  private StackConfig config() {
    return StackConfig.of(folder.resolve("home"), folder.resolve("run"));
  }

  private ProcessSpec toy() {
    return ProcessSpec.of(ToyProducer.class.getName(), folder, List.of());
  }
}
