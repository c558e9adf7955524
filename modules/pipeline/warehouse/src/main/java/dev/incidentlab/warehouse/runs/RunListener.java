package dev.incidentlab.warehouse.runs;

import dev.incidentlab.warehouse.gates.GateResult;
import java.util.List;

/** Is told of runs of models, on the thread that runs them: it must not take long. */
@FunctionalInterface
public interface RunListener {
  /** A run has come into another state. */
  void heard(ModelRun run);

  /** A run has its slot and begins to make slices; told before it does. */
  default void begins(ModelRun run) {}

  /**
   * A run has made what it could; told before it is {@linkplain #heard heard} how it ended.
   *
   * @param asked results of all gates that it asked, or knew to be as before
   * @param published slices
   */
  default void made(ModelRun run, List<GateResult> asked, List<Publication> published) {}
}
