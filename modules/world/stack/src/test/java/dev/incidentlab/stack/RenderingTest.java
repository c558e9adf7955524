package dev.incidentlab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class RenderingTest {

  private static final FlinkProcess FLINK =
      new FlinkProcess(
          Path.of("/lab"), new RunLayout(Path.of("/runs/a \"run\"")), ports(), Map.of());

  @Test
  void kafkaTakesStoryDatesFromThePastAndTheFuture() {
    Map<String, String> settings = KafkaProcess.settings(9092, 9093, Path.of("/data"));

    assertThat(settings)
        .containsEntry("log.message.timestamp.before.max.ms", "9223372036854775807")
        .containsEntry("log.message.timestamp.after.max.ms", "9223372036854775807")
        .containsEntry("auto.create.topics.enable", "false");
  }

  @Test
  void kafkaPropertiesReadBackAsTheyWere() throws Exception {
    Map<String, String> settings = KafkaProcess.settings(9092, 9093, Path.of("/a b\\c=d/ü"));

    Properties read = new Properties();
    read.load(new StringReader(KafkaProcess.render(settings)));

    assertThat(read).containsExactlyInAnyOrderEntriesOf(new HashMap<Object, Object>(settings));
  }

  @Test
  void flinkTaskManagerHeapIsWhatItsMemorySettingsAddUpTo() {
    Map<String, String> settings = FLINK.settings(Component.FLINK_TASKMANAGER);

    assertThat(megabytes(settings, "framework.heap.size") + megabytes(settings, "task.heap.size"))
        .isEqualTo(512);
    assertThat(
            megabytes(settings, "framework.off-heap.size")
                + megabytes(settings, "task.off-heap.size")
                + megabytes(settings, "network.max"))
        .isEqualTo(160);
  }

  @Test
  void flinkKeepsCheckpointsOfJobsThatAreCancelledOrFail() {
    assertThat(FLINK.settings(Component.FLINK_JOBMANAGER))
        .containsEntry(
            "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION")
        .hasEntrySatisfying(
            "execution.checkpointing.dir", dir -> assertThat(dir).startsWith("file:///runs/"));
  }

  @Test
  void bothFlinkProcessesKeepCheckpointsInOnePlaceAndScratchInTwo() {
    Map<String, String> job = FLINK.settings(Component.FLINK_JOBMANAGER);
    Map<String, String> task = FLINK.settings(Component.FLINK_TASKMANAGER);

    assertThat(task.get("execution.checkpointing.dir"))
        .isEqualTo(job.get("execution.checkpointing.dir"));
    assertThat(task.get("io.tmp.dirs")).isNotEqualTo(job.get("io.tmp.dirs"));
  }

  @Test
  void yamlQuotesWhatWouldEndAScalar() {
    assertThat(FlinkProcess.render(Map.of("key", "a \"b\\c\": #d")))
        .isEqualTo("key: \"a \\\"b\\\\c\\\": #d\"\n");
  }

  @Test
  void registryListensOnLoopbackAndWritesSchemasAtOnce() {
    assertThat(RegistryProcess.jvmOptions(8081, Path.of("/data/schemas")))
        .contains("-Dquarkus.http.host=127.0.0.1", "-Dquarkus.http.port=8081")
        .contains("-Dapicurio.datasource.url=jdbc:h2:file:/data/schemas;WRITE_DELAY=0");
  }

  private static int megabytes(Map<String, String> settings, String key) {
    return Integer.parseInt(settings.get("taskmanager.memory." + key).replace(" mb", ""));
  }

  private static PortPlan ports() {
    Map<Component, Integer> main = new EnumMap<>(Component.class);
    for (Component component : Component.values()) {
      main.put(component, 20_000 + main.size());
    }
    return new PortPlan(main, 20_100, 20_101);
  }
}
