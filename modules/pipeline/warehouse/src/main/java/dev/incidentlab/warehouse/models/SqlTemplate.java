package dev.incidentlab.warehouse.models;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's SQL in dbt's words: {@code source('lake', TABLE)}, {@code ref(MODEL)}, {@code
 * var('slice_start')} and {@code var('slice_end')}, each in double braces.
 */
public record SqlTemplate(String text) {
  private static final Pattern EXPRESSION = Pattern.compile("\\{\\{\\s*(.*?)\\s*}}");
  private static final Pattern CALL =
      Pattern.compile("(source|ref|var)\\(\\s*'([\\w-]+)'\\s*(?:,\\s*'([\\w-]+)'\\s*)?\\)");

  /** Tables that are read, as group and name: {@code lake.fact_ad_events}. */
  List<String> sources() {
    return calls("source").stream().map(call -> call.first() + "." + call.second()).toList();
  }

  /** Models that are read. */
  List<String> refs() {
    return calls("ref").stream().map(Call::first).toList();
  }

  /** Variables that are used. */
  List<String> variables() {
    return calls("var").stream().map(Call::first).toList();
  }

  /** The query of one slice; tables and models go by their names. */
  public String of(Instant start, Instant end) {
    return EXPRESSION
        .matcher(text)
        .replaceAll(
            found -> {
              Call call = call(found.group(1));
              return Matcher.quoteReplacement(
                  switch (call.function()) {
                    case "source" -> call.second();
                    case "ref" -> call.first();
                    default ->
                        "timestamptz '%s'".formatted(call.first().endsWith("start") ? start : end);
                  });
            });
  }

  private record Call(String function, String first, String second) {}

  private List<Call> calls(String function) {
    List<Call> calls = new ArrayList<>();
    Matcher matcher = EXPRESSION.matcher(text);
    while (matcher.find()) {
      Call call = call(matcher.group(1));
      if (call.function().equals(function) && !calls.contains(call)) {
        calls.add(call);
      }
    }
    return calls;
  }

  private static Call call(String expression) {
    Matcher matcher = CALL.matcher(expression);
    if (!matcher.matches() || matcher.group(1).equals("source") == (matcher.group(3) == null)) {
      throw new IllegalArgumentException(
          "'%s' is not understood; there are source('GROUP', 'TABLE'), ref('MODEL') and var('NAME')"
              .formatted(expression));
    }
    return new Call(matcher.group(1), matcher.group(2), matcher.group(3));
  }
}
