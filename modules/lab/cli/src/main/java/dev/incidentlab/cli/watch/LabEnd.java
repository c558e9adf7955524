package dev.incidentlab.cli.watch;

import dev.incidentlab.api.Answers.JournalLine;
import dev.incidentlab.api.Answers.Phase;
import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.cli.drill.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a lab came to its end.
 *
 * @param sentence for people
 * @param status exit status
 */
public record LabEnd(String sentence, int status) {
  private static final String FINAL = "verify --final: ";
  private static final Duration LAST_MOMENTS = Duration.ofSeconds(10);

  /**
   * What a journal says of it; empty while the drill goes on.
   *
   * @param lines the journal's, oldest first
   */
  static Optional<LabEnd> of(Phase phase, List<JournalLine> lines) {
    return switch (phase) {
      case ENDED -> Optional.of(judged(newest(lines, "VERDICT")));
      case FAILED ->
          Optional.of(
              new LabEnd(
                  "the drill has failed: %s; `./lab stop` ends the lab"
                      .formatted(newest(lines, "ERROR")),
                  2));
      case STOPPING -> Optional.of(stopped());
      default -> Optional.empty();
    };
  }

  private static LabEnd judged(String verdict) {
    String outcome = verdict.startsWith(FINAL) ? verdict.substring(FINAL.length()) : "ERROR";
    return new LabEnd(
        "the drill has ended with its final verdict, %s; `./lab score` shows how it went"
            .formatted(outcome),
        status(outcome));
  }

  private static String newest(List<JournalLine> lines, String kind) {
    return lines.stream()
        .filter(line -> line.kind().equalsIgnoreCase(kind))
        .reduce((earlier, later) -> later)
        .map(JournalLine::text)
        .orElse("its journal does not say why");
  }

  private static LabEnd stopped() {
    return new LabEnd("the lab was stopped", 0);
  }

  /**
   * What became of a server that does not answer. One that ended in order has taken the file with
   * its address away; one that was killed has left it.
   *
   * @param run the run's folder
   */
  static Optional<LabEnd> ofUnanswered(ServerAddress address, Path run) {
    if (!ServerProcess.awaitEnd(ProcessHandle.of(address.pid()).orElse(null), LAST_MOMENTS)) {
      return Optional.empty();
    }
    return Optional.of(
        Files.exists(run.resolve(ServerAddress.FILE))
            ? new LabEnd(
                "the lab's server is gone without a word; `./lab resume --run %s` goes on"
                    .formatted(address.run()),
                2)
            : stopped());
  }

  /** The exit status of an outcome: 0 for PASS, 1 for FAIL, 2 for anything else. */
  static int status(String outcome) {
    return switch (outcome) {
      case "PASS" -> 0;
      case "FAIL" -> 1;
      default -> 2;
    };
  }
}
