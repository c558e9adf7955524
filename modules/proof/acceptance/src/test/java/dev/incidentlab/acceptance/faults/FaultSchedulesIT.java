package dev.incidentlab.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.acceptance.faults.Schedule.Work;
import dev.incidentlab.delta.failpoint.Failpoints.Held;
import dev.incidentlab.drill.FaultException;
import dev.incidentlab.server.adapter.ComponentFaults;
import dev.incidentlab.stack.Component;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pipeline is struck at seeded moments, each time ends well, and the table is what was
 * published. The schedules follow each other on one platform, so that each finds what those before
 * it have left.
 */
class FaultSchedulesIT {
  private static final int SCHEDULES = Integer.getInteger("faults.schedules", 6);
  private static final Optional<Long> SEED = Optional.ofNullable(Long.getLong("faults.seed"));

  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** Points are reached in fewer, whatever their turn. */
  private static final int MOST_COMMITS = 8;

  @TempDir private static Path run;
  private static PipelineUnderFaults pipeline;

  @BeforeAll
  static void start() throws Exception {
    pipeline = PipelineUnderFaults.start(run);
  }

  @AfterAll
  static void close() {
    if (pipeline != null) {
      pipeline.close();
    }
  }

  private static LongStream seeds() {
    return SEED.map(LongStream::of).orElseGet(() -> LongStream.rangeClosed(1, SCHEDULES));
  }

  @Test
  void theSchedulesDiffer() {
    assertThat(seeds().mapToObj(Schedule::of).map(Schedule::toString).distinct())
        .hasSize((int) seeds().count());
  }

  @TestFactory
  Stream<DynamicTest> everyRowIsThereOnce() {
    return seeds().mapToObj(Schedule::of).map(FaultSchedulesIT::test);
  }

  private static DynamicTest test(Schedule schedule) {
    return DynamicTest.dynamicTest(
        schedule.toString(),
        () -> {
          try {
            carryOut(schedule);
          } catch (Throwable e) {
            throw new AssertionError(
                "schedule %s; to run it alone: mvn verify -pl modules/proof/acceptance -Dit.test=FaultSchedulesIT -Dfaults.seed=%d"
                    .formatted(schedule, schedule.seed()),
                e);
          }
        });
  }

  private static void carryOut(Schedule schedule) throws Exception {
    pipeline.failpoints().clear();
    boolean redrives = schedule.work() == Work.REDRIVE;
    if (schedule.work() != Work.INGEST) {
      pipeline.misread(redrives);
    }
    pipeline.rollOut(schedule.v2Share(), true);
    pipeline.ingest();
    String before = schedule.work() == Work.CONFLICT ? "upsert.decided" : schedule.point();
    pipeline.failpoints().arm(before, schedule.hit());
    Optional<String> bounded =
        switch (schedule.work()) {
          case INGEST -> Optional.empty();
          case REDRIVE -> Optional.of(pipeline.redrive());
          default -> Optional.of(pipeline.replay());
        };
    pipeline.poison("NOT_AVRO", schedule.poison());
    Held held = publishUntilHeld(before);
    if (schedule.work() == Work.CONFLICT) {
      held = letIngestCommitFirst(schedule, held);
    }
    CompletableFuture<Void> publishing =
        CompletableFuture.runAsync(() -> pipeline.publish(schedule.seconds()));
    strike(schedule, held, publishing);
    publishing.join();
    pipeline.catchUp();
    if (bounded.isPresent() && !pipeline.hasFinished(bounded.get()) && !redrives) {
      assertThat(pipeline.hasFinished(pipeline.replay())).as("the replay, once more").isTrue();
    }
    if (redrives) {
      finishRedriving();
    }
    pipeline.judge();
  }

  /** Whatever letters the struck redrive has left; and the rows that were misread beside them. */
  private static void finishRedriving() throws InterruptedException {
    if (pipeline.hasLettersOfEvents()) {
      assertThat(pipeline.hasFinished(pipeline.redrive())).as("the redrive, once more").isTrue();
    }
    assertThat(pipeline.hasFinished(pipeline.replay())).as("the replay").isTrue();
  }

  /** A little for each commit of ingest, so that it comes to every point again and again. */
  private static Held publishUntilHeld(String point) {
    for (int i = 0; i < MOST_COMMITS && pipeline.failpoints().held(point).isEmpty(); i++) {
      long version = pipeline.version();
      pipeline.publish(2);
      PipelineUnderFaults.await("ingest commits, or is held at " + point)
          .until(
              () -> pipeline.version() > version || pipeline.failpoints().held(point).isPresent());
    }
    return pipeline.awaitHeld(point);
  }

  /** The replay has decided; a commit now is a conflict for it. */
  private static Held letIngestCommitFirst(Schedule schedule, Held decided) {
    long version = pipeline.version();
    pipeline.publish(1);
    PipelineUnderFaults.await("ingest commits").until(() -> pipeline.version() > version);
    pipeline.failpoints().arm(schedule.point(), 1);
    decided.release();
    return pipeline.awaitHeld(schedule.point());
  }

  private static void strike(Schedule schedule, Held held, CompletableFuture<Void> publishing)
      throws FaultException {
    switch (schedule.blow()) {
      case STALL -> {
        publishing.join();
        held.release();
      }
      case KILL_TASK_MANAGER -> {
        kill(Component.FLINK_TASKMANAGER);
        held.release();
        restart(Component.FLINK_TASKMANAGER);
      }
      case KILL_JOB_MANAGER -> {
        kill(Component.FLINK_JOBMANAGER);
        held.release();
        restart(Component.FLINK_JOBMANAGER);
      }
      case KILL_JOB_MANAGER_AND_OVERTAKE -> {
        kill(Component.FLINK_JOBMANAGER);
        restart(Component.FLINK_JOBMANAGER);
        pipeline.catchUp();
        held.release();
      }
      case KILL_BROKER -> {
        bounceBroker();
        held.release();
      }
      case KILL_BROKER_TWICE -> {
        bounceBroker();
        held.release();
        bounceBroker();
      }
      case KILL_TASK_MANAGER_AND_REGISTRY -> {
        kill(Component.REGISTRY);
        kill(Component.FLINK_TASKMANAGER);
        held.release();
        restart(Component.FLINK_TASKMANAGER);
        restart(Component.REGISTRY);
      }
      case PAUSE_BROKER -> {
        pipeline.strike(ComponentFaults.PAUSE, Component.KAFKA);
        held.release();
        // For so long requests stay unanswered; what matters is that some do.
        Awaitility.await().pollDelay(PAUSE).until(() -> true);
        pipeline.strike(ComponentFaults.UNPAUSE, Component.KAFKA);
      }
    }
  }

  private static void bounceBroker() throws FaultException {
    kill(Component.KAFKA);
    restart(Component.KAFKA);
  }

  private static void kill(Component component) throws FaultException {
    pipeline.strike(ComponentFaults.KILL, component);
  }

  private static void restart(Component component) throws FaultException {
    pipeline.strike(ComponentFaults.RESTART, component);
  }
}
