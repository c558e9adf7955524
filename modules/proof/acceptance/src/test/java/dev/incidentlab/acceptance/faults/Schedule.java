package dev.incidentlab.acceptance.faults;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * What happens to the pipeline, drawn from a seed.
 *
 * @param work what the pipeline is busy with
 * @param point where the fault strikes
 * @param hit how often the point is passed before, from 1
 * @param blow what strikes
 * @param v2Share share of the producer's instances that write version 2
 * @param poison unreadable records among the events
 * @param seconds story seconds that are published meanwhile
 */
record Schedule(
    long seed,
    Work work,
    String point,
    int hit,
    Blow blow,
    double v2Share,
    int poison,
    int seconds) {

  private static final int ROWS_OF_A_CHECKPOINT = 400;
  private static final int MOST_CHECKPOINTS = 3;
  private static final int MOST_POISON = 4;

  /** What the pipeline is busy with when it is struck. */
  enum Work {
    /** Continuous ingest alone. */
    INGEST(
        "data-file.writing",
        "data-file.finished",
        "sink.pre-commit",
        "append.checkpointed",
        "commit.files-published",
        "log-entry.written",
        "log-entry.linked",
        "append.committed"),
    /** A replay that repairs misread rows, while ingest goes on. */
    REPLAY("upsert.staged", "upsert.table-file-read", "upsert.decided", "upsert.committed"),
    /** The same, and ingest has committed between the replay's decision and its commit. */
    CONFLICT("upsert.conflict"),
    /** A redrive of events that were set aside though they are good, while ingest goes on. */
    REDRIVE("upsert.decided", "redrive.committed", "redrive.resolved");

    private final List<String> points;

    Work(String... points) {
      this.points = List.of(points);
    }
  }

  /** What is done while a thread of the task manager stands at the point. */
  enum Blow {
    /** It stands there until everything is published, and goes on. */
    STALL,
    KILL_TASK_MANAGER,
    /** The task manager outlives the job, and the thread goes on beside the job's successor. */
    KILL_JOB_MANAGER,
    /** As above, and the thread goes on only once the successor has come past it. */
    KILL_JOB_MANAGER_AND_OVERTAKE,
    KILL_BROKER,
    KILL_BROKER_TWICE,
    /** The new task manager has to ask for every schema, and nobody answers for a while. */
    KILL_TASK_MANAGER_AND_REGISTRY,
    PAUSE_BROKER
  }

  /** The schedule of a seed: always the same. */
  static Schedule of(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    // Not drawn, but in turn: 32 seeds from a multiple of 32 on have every blow to every kind of
    // work, as with each round of blows the kinds move on by one.
    int blows = Blow.values().length;
    Blow blow = Blow.values()[Math.floorMod(seed, blows)];
    long turn = seed + Math.floorDiv(seed, blows);
    Work work = Work.values()[Math.floorMod(turn, Work.values().length)];
    String point = work.points.get(random.nextInt(work.points.size()));
    int hits = point.equals("data-file.writing") ? ROWS_OF_A_CHECKPOINT : MOST_CHECKPOINTS;
    return new Schedule(
        seed,
        work,
        point,
        work == Work.INGEST ? 1 + random.nextInt(hits) : 1,
        blow,
        random.nextInt(5) / 4.0,
        1 + random.nextInt(MOST_POISON),
        20 + random.nextInt(40));
  }

  @Override
  public String toString() {
    return "%d: %s at %s #%d: %s; v2 %.2f, %d unreadable, %d s"
        .formatted(seed, work, point, hit, blow, v2Share, poison, seconds);
  }
}
