package dev.incidentlab.acceptance.faults;

import static dev.incidentlab.acceptance.faults.PipelineUnderFaults.PIPELINE;
import static dev.incidentlab.acceptance.faults.PipelineUnderFaults.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.drill.FaultException;
import dev.incidentlab.server.adapter.ComponentFaults;
import dev.incidentlab.server.adapter.IngestJobs.StartFrom;
import dev.incidentlab.server.adapter.ProducerControl;
import dev.incidentlab.stack.Component;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever ingest is started from and whoever is away meanwhile, the table is what was published.
 */
@TestMethodOrder(OrderAnnotation.class)
class ExactlyOnceIT {
  @TempDir private static Path run;
  private static PipelineUnderFaults pipeline;

  @BeforeAll
  static void start() throws Exception {
    pipeline = PipelineUnderFaults.start(run);
    pipeline.ingest();
  }

  @AfterAll
  static void close() {
    if (pipeline != null) {
      pipeline.close();
    }
  }

  @Test
  @Order(1)
  void aNewSchemaIdThatNobodyCanLookUpIsWaitedFor() throws Exception {
    // Given: ingest hangs while version 2 is registered for the first time, and sent
    pipeline.publish(20);
    pipeline.catchUp();
    pipeline.strike(ComponentFaults.PAUSE, Component.FLINK_TASKMANAGER);
    pipeline.rollOut(1, true);
    pipeline.publish(20);
    pipeline.strike(ComponentFaults.KILL, Component.REGISTRY);
    long letters = pipeline.topics().deadLettersEnd(PIPELINE);
    long behind = pipeline.behind();
    // When: it meets the unknown id
    pipeline.failpoints().arm("decode.registry-unanswered", 3);
    pipeline.strike(ComponentFaults.UNPAUSE, Component.FLINK_TASKMANAGER);
    pipeline.awaitHeld("decode.registry-unanswered").release();
    // Then
    assertThat(behind).isPositive();
    assertThat(pipeline.behind()).isEqualTo(behind);
    assertThat(pipeline.topics().deadLettersEnd(PIPELINE)).isEqualTo(letters);
    // And: once somebody answers, everything is there
    pipeline.strike(ComponentFaults.RESTART, Component.REGISTRY);
    pipeline.catchUp();
    pipeline.judge();
    assertThat(pipeline.topics().deadLettersEnd(PIPELINE)).isEqualTo(letters);
  }

  @Test
  @Order(2)
  void aSchemaIdThatARegistryDoesNotKnowIsADeadLetter() throws Exception {
    long letters = pipeline.topics().deadLettersEnd(PIPELINE);

    // A registry that came back a moment ago may not have loaded all that it has: until it has
    // answered for a while, the producer does not take its word that nobody has an id.
    await("the producer believes the registry")
        .ignoreException(ProducerControl.ProducerException.class)
        .until(
            () -> {
              pipeline.poison("UNKNOWN_SCHEMA_ID", 3);
              return true;
            });
    pipeline.publish(5);

    pipeline.catchUp();
    await("three letters").until(() -> pipeline.topics().deadLettersEnd(PIPELINE) == letters + 3);
    pipeline.judge();
  }

  @Test
  @Order(3)
  void oneCheckpointRestoredTwiceAFreshStartAndGroupOffsetsGiveTheSameTable() throws Exception {
    // Given a checkpoint, and more that is published after it
    pipeline.poison("NOT_AVRO", 2);
    pipeline.publish(30);
    pipeline.catchUp();
    pipeline.endIngest();
    String checkpoint = pipeline.jobs().checkpoints().newest(PIPELINE).orElseThrow();
    Map<Integer, Long> committed = pipeline.topics().committed(PIPELINE);
    assertThat(committed).hasSize(PIPELINE.partitions());
    pipeline.publish(30);

    pipeline.restore(checkpoint);
    assertEveryRowIsThereOnce();

    pipeline.endIngest();
    pipeline.restore(checkpoint);
    assertEveryRowIsThereOnce();

    pipeline.endIngest();
    pipeline.jobs().start(PIPELINE, StartFrom.EARLIEST, Map.of());
    assertEveryRowIsThereOnce();

    pipeline.endIngest();
    pipeline.jobs().start(PIPELINE, StartFrom.OFFSETS, committed);
    assertEveryRowIsThereOnce();
  }

  /** Once what is new has come in, all that is read a second time has been read. */
  private static void assertEveryRowIsThereOnce() throws Exception {
    pipeline.publish(5);
    pipeline.catchUp();
    pipeline.judge();
  }

  @Test
  @Order(4)
  void aBrokerThatIsKilledTwiceInARowCostsNothing() throws Exception {
    pipeline.publish(10);
    bounceBroker();
    bounceBroker();
    pipeline.publish(10);

    pipeline.catchUp();

    pipeline.judge();
  }

  @Test
  @Order(5)
  void aBlowThatHitsNothingIsAnError() throws Exception {
    pipeline.strike(ComponentFaults.KILL, Component.REGISTRY);

    assertThatThrownBy(() -> pipeline.strike(ComponentFaults.KILL, Component.REGISTRY))
        .isInstanceOf(FaultException.class)
        .hasMessage("component.kill: registry does not run, so there is nothing to kill");
    assertThatThrownBy(() -> pipeline.strike(ComponentFaults.PAUSE, Component.REGISTRY))
        .isInstanceOf(FaultException.class)
        .hasMessage("component.pause: registry does not run, so it cannot be sent SIGSTOP");
  }

  /** The last one: the grader's topic is not whole afterwards. */
  @Test
  @Order(6)
  void aReplayOfWhatTheBrokerNoLongerHasChangesNothing() throws Exception {
    pipeline.strike(ComponentFaults.RESTART, Component.REGISTRY);
    pipeline.catchUp();
    pipeline.endIngest();
    long version = pipeline.version();
    pipeline.expire(0, 5);

    String replay = pipeline.replay();

    assertThat(pipeline.hasFinished(replay)).isFalse();
    assertThat(pipeline.version()).isEqualTo(version);
  }

  private static void bounceBroker() throws FaultException {
    pipeline.strike(ComponentFaults.KILL, Component.KAFKA);
    pipeline.strike(ComponentFaults.RESTART, Component.KAFKA);
  }
}
