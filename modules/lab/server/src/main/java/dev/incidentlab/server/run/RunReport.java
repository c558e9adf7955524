package dev.incidentlab.server.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.drill.Verdict;
import dev.incidentlab.grading.Grader.Judgement;
import dev.incidentlab.grading.score.RunFacts;
import dev.incidentlab.grading.score.RunFacts.Measured;
import dev.incidentlab.grading.score.RunJournal;
import dev.incidentlab.grading.score.Score;
import dev.incidentlab.grading.score.Scorer;
import dev.incidentlab.server.adapter.Grading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What is left of a drill when it is over: {@code report.json} in the run's folder. */
public final class RunReport {
  /** The file's name. */
  public static final String FILE = "report.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private RunReport() {}

  /** The file's content. */
  record Content(String run, int attempt, String scenario, Verdict verdict, Score score) {}

  private interface Measurement<T> {
    T measure() throws ObservationException, InterruptedException;
  }

  /**
   * Measures what only the end may tell, makes the score, and writes the report. For use once the
   * story stands still after the final verdict.
   *
   * @throws IOException if the file cannot be written
   */
  public static Score write(RunState state, Grading grading, Judgement judgement)
      throws IOException, InterruptedException {
    RunFacts facts =
        new RunFacts(
            new RunJournal(state.journal().after(0)),
            state.scenario(),
            state.clock().segments(),
            state.clock()::at,
            state.clock().now(),
            state.messages().deadline(),
            judgement.verdict(),
            judgement.counts(),
            measured(grading::recovered),
            measured(() -> grading.scope(state.scenario().groundTruth().scope())),
            grading.diagnosis());
    Score score = Scorer.score(facts);
    Path file = file(state);
    Path whole = Files.createTempFile(state.folder(), FILE, ".part");
    JSON.writeValue(
        whole.toFile(),
        new Content(
            state.runId(), state.attempt(), state.scenario().id(), judgement.verdict(), score));
    Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    return score;
  }

  /** Where the report is. */
  public static Path file(RunState state) {
    return state.folder().resolve(FILE);
  }

  /**
   * Keeps the report of an attempt under a name of its own, {@code report-NUMBER.json}; without
   * one, does nothing.
   *
   * @param attempt its number
   */
  public static void setAside(RunState state, int attempt) throws IOException {
    Path file = file(state);
    if (Files.exists(file)) {
      Files.move(
          file,
          file.resolveSibling(FILE.replace(".", "-%d.".formatted(attempt))),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static <T> Measured<T> measured(Measurement<T> measurement) throws InterruptedException {
    try {
      return Measured.of(measurement.measure());
    } catch (ObservationException e) {
      return Measured.failed(e.getMessage());
    }
  }
}
