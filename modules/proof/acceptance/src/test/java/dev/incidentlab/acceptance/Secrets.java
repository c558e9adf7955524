package dev.incidentlab.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.api.Answers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What a run knows and a responder has to find out, read from where the run keeps it: the scenario,
 * the hidden lines of the journal, and the grader's own figures.
 *
 * @param texts by what they are, for messages
 */
record Secrets(Map<String, String> texts) {
  /** The reasons of dead letters are public; that a fault is named after one is not to be told. */
  private static final Set<String> PUBLIC = Set.of("ad-events", "UNKNOWN_SCHEMA_ID");

  private static final Set<String> HIDDEN = Set.of("FAULT", "STEP");
  private static final int SHORT = 6;
  private static final Pattern COUNT = Pattern.compile("(missing|altered) ([0-9,]+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param scenario its folder
   * @param run the run's folder
   * @param verdict with all figures
   */
  static Secrets of(Path scenario, Path run, Answers.Verdict verdict) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("the words of an injection", "Injected ");
    JsonNode file = yaml(scenario.resolve("scenario.yaml"));
    for (JsonNode fault : file.path("faults")) {
      texts.put("fault at " + fault.path("at").asText(), fault.path("inject").asText());
      for (var argument : fault.path("args").properties()) {
        keep(texts, "argument", argument.getKey());
        keep(texts, "value of " + argument.getKey(), argument.getValue().asText());
      }
    }
    for (JsonNode hint : file.path("hints")) {
      texts.put("hint for " + hint.path("cost"), hint.path("text").asText());
    }
    for (String kind : List.of("solutions", "adversarialFixes")) {
      for (JsonNode fix : file.path(kind)) {
        keep(texts, "title of " + fix.path("id").asText(), fix.path("title").asText());
        for (JsonNode step : fix.path("steps")) {
          keep(texts, "why of " + step.path("run").asText(), step.path("why").asText());
        }
      }
    }
    for (JsonNode edge : file.at("/groundTruth/propagation")) {
      keep(texts, "edge", edge.path("how").asText());
    }
    for (JsonNode guard : file.path("prevention")) {
      keep(texts, "guard", guard.path("title").asText());
      keep(texts, "why a guard", guard.path("why").asText());
    }
    for (String line : Files.readAllLines(scenario.resolve("debrief.md"))) {
      keep(texts, "line of the debrief", line.strip());
    }
    for (String line : Files.readAllLines(run.resolve("journal.jsonl"))) {
      JsonNode entry = JSON.readTree(line);
      if (HIDDEN.contains(entry.path("kind").asText())) {
        texts.put("journal line " + entry.path("seq"), entry.path("text").asText());
      }
    }
    counts(texts, LabUnderTest.finding(verdict, "ledger").observed());
    return new Secrets(texts);
  }

  /** A short word stands in many an answer without telling anything. */
  private static void keep(Map<String, String> texts, String what, String text) {
    if (text.length() > SHORT && !PUBLIC.contains(text)) {
      texts.put(what + " " + text, text);
    }
  }

  private static JsonNode yaml(Path file) throws IOException {
    Load load = new Load(LoadSettings.builder().build());
    return JSON.valueToTree(load.loadFromString(Files.readString(file)));
  }

  private static void counts(Map<String, String> texts, String observed) {
    Matcher counts = COUNT.matcher(observed);
    while (counts.find()) {
      long count = Long.parseLong(counts.group(2).replace(",", ""));
      if (count > 0) {
        texts.put("rows " + counts.group(1), Long.toString(count));
        texts.put("rows %s in words".formatted(counts.group(1)), "%,d".formatted(count));
        texts.put(
            "rows %s in a table".formatted(counts.group(1)),
            "%,d".formatted(count).replace(",", "\u2009"));
      }
    }
  }

  /** Those that an answer tells, by what they are. */
  Map<String, String> toldBy(String answer) {
    String low = answer.toLowerCase(Locale.ROOT);
    Map<String, String> told = new TreeMap<>();
    texts.forEach(
        (what, text) -> {
          boolean number = Character.isDigit(text.charAt(0));
          boolean there =
              number
                  ? Pattern.compile("(?<![\\d,.:-])" + Pattern.quote(text) + "(?![\\d,:-])")
                      .matcher(answer)
                      .find()
                  : low.contains(text.toLowerCase(Locale.ROOT));
          if (there) {
            told.put(what, text);
          }
        });
    return told;
  }
}
