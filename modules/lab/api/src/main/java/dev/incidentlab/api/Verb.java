package dev.incidentlab.api;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be asked of, or done to, a running lab. A verb's words are the same wherever
 * it appears: typed on a terminal, as path of the HTTP API ({@code /v1/job/restart}), as step of a
 * scenario's solution, and in the journal.
 */
public enum Verb {
  STATUS("status", Effect.LOOKS),
  ALERTS("alerts", Effect.LOOKS),
  ALERTS_SILENCE("alerts silence", Effect.ACTS),
  ACK("ack", Effect.ACTS),
  SAY("say", Effect.ACTS),
  NOTE("note", Effect.ACTS),
  HINT("hint", Effect.ACTS),
  LOGS("logs", Effect.LOOKS),
  JOURNAL("journal", Effect.LOOKS),
  CLOCK_PAUSE("clock pause", Effect.ACTS),
  CLOCK_RESUME("clock resume", Effect.ACTS),
  COMPONENT_RESTART("component restart", Effect.ACTS),
  JOB_STATUS("job status", Effect.LOOKS),
  JOB_RESTART("job restart", Effect.ACTS),
  JOB_START("job start", Effect.ACTS),
  JOB_STOP("job stop", Effect.ACTS),
  SCHEMA_LIST("schema list", Effect.LOOKS),
  SCHEMA_SHOW("schema show", Effect.LOOKS),
  SCHEMA_DIFF("schema diff", Effect.LOOKS),
  LAG("lag", Effect.LOOKS),
  RECORDS("records", Effect.LOOKS),
  TABLE_HISTORY("table history", Effect.LOOKS),
  TABLE_FILES("table files", Effect.LOOKS),
  TABLE_DIFF("table diff", Effect.LOOKS),
  TABLE_EVOLVE("table evolve", Effect.ACTS),
  TABLE_RESTORE("table restore", Effect.ACTS),
  TABLE_OPTIMIZE("table optimize", Effect.ACTS),
  TABLE_VACUUM("table vacuum", Effect.ACTS),
  SQL("sql", Effect.LOOKS),
  LINEAGE("lineage", Effect.LOOKS),
  DOWNSTREAM_LIST("downstream list", Effect.LOOKS),
  DOWNSTREAM_RUNS("downstream runs", Effect.LOOKS),
  DOWNSTREAM_SLICES("downstream slices", Effect.LOOKS),
  DOWNSTREAM_PAUSE("downstream pause", Effect.ACTS),
  DOWNSTREAM_RESUME("downstream resume", Effect.ACTS),
  DOWNSTREAM_RUN("downstream run", Effect.ACTS),
  DOWNSTREAM_REBUILD("downstream rebuild", Effect.ACTS),
  GATE_LIST("gate list", Effect.LOOKS),
  GATE_SHOW("gate show", Effect.LOOKS),
  GATE_OVERRIDE("gate override", Effect.ACTS),
  FLAG_LIST("flag list", Effect.LOOKS),
  FLAG_SET("flag set", Effect.ACTS),
  DEAD_LETTERS_LIST("dead-letters list", Effect.LOOKS),
  DEAD_LETTERS_SHOW("dead-letters show", Effect.LOOKS),
  DEAD_LETTERS_REDRIVE("dead-letters redrive", Effect.ACTS),
  REPLAY_PLAN("replay plan", Effect.LOOKS),
  REPLAY_PROGRESS("replay progress", Effect.LOOKS),
  REPLAY_RUN("replay run", Effect.ACTS),
  PRODUCER_STOP("producer stop", Effect.ACTS),
  PRODUCER_START("producer start", Effect.ACTS),
  PRODUCER_ROLLBACK("producer rollback", Effect.ACTS),
  TOPIC_RECREATE("topic recreate", Effect.ACTS),
  DIAGNOSE("diagnose", Effect.ACTS),
  SCORE("score", Effect.LOOKS),
  SOLUTION("solution", Effect.LOOKS),
  DEBRIEF("debrief", Effect.LOOKS),
  GRADE("grade", Effect.LOOKS),
  VERIFY("verify", Effect.JUDGES),
  REWIND("rewind", Effect.ACTS),
  STOP("stop", Effect.ACTS);

  private static final String API = "/v1/";

  private final String words;
  private final Effect effect;

  /** What a verb does to the lab. */
  public enum Effect {
    /** Observes; HTTP GET. */
    LOOKS,
    /** Changes something and is journalled; HTTP POST. */
    ACTS,
    /** Observes, and the verdict is journalled; HTTP POST. */
    JUDGES
  }

  Verb(String words, Effect effect) {
    this.words = words;
    this.effect = effect;
  }

  /** As typed, for instance {@code job restart}. */
  public String words() {
    return words;
  }

  public Effect effect() {
    return effect;
  }

  /** Path of the HTTP API. */
  public String path() {
    return API + words.replace(' ', '/');
  }

  /** The verb with these words. */
  public static Optional<Verb> of(List<String> words) {
    String typed = String.join(" ", words);
    return Arrays.stream(values()).filter(v -> v.words.equals(typed)).findFirst();
  }
}
