package dev.incidentlab.cli.past;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A run's journal as its file has it.
 *
 * @param lines oldest first
 * @param damage what cannot be read, a sentence each
 * @param phase the last one that a line says; empty if none does
 */
public record PastJournal(List<PastLine> lines, List<String> damage, String phase) {
  private static final String FILE = "journal.jsonl";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keys of the data of a line with which, after a rewind, another attempt begins. */
  private static final String ATTEMPT = "attempt";

  private static final String PAGE = "page";

  private static final String PHASE = "phase";
  private static final Set<String> OVER = Set.of("ENDED", "FAILED", "STOPPING");
  private static final int SHOWN_OF_DAMAGE = 60;

  public PastJournal {
    lines = List.copyOf(lines);
    damage = List.copyOf(damage);
  }

  /**
   * Reads a journal. Lines that are none are left out and named.
   *
   * @param run the run's folder
   */
  public static PastJournal read(Path run) throws IOException {
    String[] texts = Files.readString(run.resolve(FILE), StandardCharsets.UTF_8).split("\n", -1);
    List<PastLine> lines = new ArrayList<>();
    List<String> damage = new ArrayList<>();
    String phase = "";
    int attempt = 1;
    for (int at = 0; at < texts.length; at++) {
      boolean unended = at == texts.length - 1;
      if (unended && texts[at].isEmpty()) {
        continue;
      }
      try {
        JsonNode line = JSON.readTree(texts[at]);
        JsonNode data = line.path("data");
        attempt = begins(data) ? data.path(ATTEMPT).intValue() : attempt;
        lines.add(line(at + 1, attempt, line));
        phase = data.path(PHASE).asText(phase);
      } catch (JsonProcessingException | DateTimeException e) {
        damage.add(damage(at + 1, texts[at], unended));
      }
    }
    return new PastJournal(lines, damage, phase);
  }

  private static boolean begins(JsonNode data) {
    return data.path(ATTEMPT).isInt() && data.path(PAGE).isNumber();
  }

  private static PastLine line(long number, int attempt, JsonNode line) {
    return new PastLine(
        number,
        attempt,
        Instant.parse(line.path("wall").asText()),
        Instant.parse(line.path("story").asText()),
        line.path("who").asText(),
        line.path("kind").asText(),
        line.path("text").asText());
  }

  private static String damage(int number, String text, boolean unended) {
    String begin = text.substring(0, Math.min(SHOWN_OF_DAMAGE, text.length()));
    return unended
        ? "line %d of %s is half-written, as a crash leaves it; it is left out: %s"
            .formatted(number, FILE, begin)
        : "line %d of %s is no journal line; it is left out: %s".formatted(number, FILE, begin);
  }

  /** Whether the last thing that happened to the run is its end. */
  public boolean over() {
    return OVER.contains(phase);
  }

  /** How many attempts there were. */
  int attempts() {
    return lines.isEmpty() ? 0 : lines.get(lines.size() - 1).attempt();
  }
}
