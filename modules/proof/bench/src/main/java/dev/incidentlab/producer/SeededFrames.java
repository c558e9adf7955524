package dev.incidentlab.producer;

import java.util.ArrayList;
import java.util.List;

/** The frames of a story day's ad events as the producer publishes them, without a broker. */
public final class SeededFrames {
  private static final long DAY = 1_772_496_000L; // 2026-03-03T00:00:00Z
  private static final int SECONDS_PER_DAY = 86_400;
  private static final int SEED = 42;

  private final EventEncoder encoder = new EventEncoder();
  private final AdTraffic traffic;
  private final Rollout rollout;
  private final int schemaIdV1;
  private final int schemaIdV2;

  /** Takes a frame. */
  @FunctionalInterface
  public interface Visitor {
    void visit(byte[] frame) throws Exception;
  }

  /**
   * @param perDay about how many events the day has
   * @param v2Share share of them that is written with version 2
   */
  public SeededFrames(long perDay, double v2Share, int schemaIdV1, int schemaIdV2) {
    this.traffic = new AdTraffic(SEED, (double) perDay / SECONDS_PER_DAY, new Customers());
    this.rollout = new Rollout(v2Share, v2Share > 0);
    this.schemaIdV1 = schemaIdV1;
    this.schemaIdV2 = schemaIdV2;
  }

  /** Seconds since 1970 at which the day ends. */
  public static long endOfDay() {
    return DAY + SECONDS_PER_DAY;
  }

  /**
   * Generates one of equal parts of the day, in order of time.
   *
   * @param part from 0 on
   */
  public void generate(int part, int parts, Visitor visitor) throws Exception {
    long from = DAY + (long) SECONDS_PER_DAY * part / parts;
    long to = DAY + (long) SECONDS_PER_DAY * (part + 1) / parts;
    List<byte[]> second = new ArrayList<>();
    for (long at = from; at < to; at++) {
      traffic.generate(
          at,
          rollout,
          event -> second.add(encoder.encode(event.version == 2 ? schemaIdV2 : schemaIdV1, event)));
      for (byte[] frame : second) {
        visitor.visit(frame);
      }
      second.clear();
    }
  }
}
