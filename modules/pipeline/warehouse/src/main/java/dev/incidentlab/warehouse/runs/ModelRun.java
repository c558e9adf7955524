package dev.incidentlab.warehouse.runs;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A run of a model.
 *
 * @param id the model's name and a number
 * @param by who asked for it; null for the schedule
 * @param due story time for which it is
 * @param started when it got its slot; null while it is queued, or if it never did
 * @param ended null until then
 * @param pokes how often its sensor looked in vain
 * @param text why it is in its state, in a sentence
 * @param versions of the tables that it read
 * @param slices that it published, by their hours
 */
public record ModelRun(
    String id,
    String model,
    String by,
    State state,
    Instant due,
    Instant queued,
    Instant started,
    Instant ended,
    int pokes,
    String text,
    Map<String, Long> versions,
    List<Instant> slices) {

  /** Where a run is. */
  public enum State {
    /** Waits for a slot of its pool. */
    QUEUED,
    /** Holds a slot while its sensor waits for data. */
    WAITING,
    SUCCESS,
    /** A gate held slices back. */
    GATED,
    /** Got no slot before the next one was due. */
    MISSED,
    FAILED,
    /** Ended by somebody who paused its model. */
    CANCELLED;

    /** Whether nothing more comes of it. */
    public boolean ended() {
      return this != QUEUED && this != WAITING;
    }
  }

  static ModelRun queued(String id, String model, String by, Instant due, Instant now) {
    return new ModelRun(
        id, model, by, State.QUEUED, due, now, null, null, 0, "", Map.of(), List.of());
  }

  ModelRun waiting(Instant now, String why) {
    return new ModelRun(
        id,
        model,
        by,
        State.WAITING,
        due,
        queued,
        started == null ? now : started,
        null,
        pokes + 1,
        why,
        versions,
        slices);
  }

  ModelRun ended(State end, Instant now, String why) {
    return ended(end, now, why, versions, slices);
  }

  ModelRun ended(
      State end, Instant now, String why, Map<String, Long> read, List<Instant> published) {
    boolean ran = end != State.MISSED && end != State.CANCELLED;
    return new ModelRun(
        id,
        model,
        by,
        end,
        due,
        queued,
        started == null && ran ? now : started,
        now,
        pokes,
        why,
        Map.copyOf(read),
        List.copyOf(published));
  }
}
