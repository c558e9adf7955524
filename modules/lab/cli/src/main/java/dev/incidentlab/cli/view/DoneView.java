package dev.incidentlab.cli.view;

import dev.incidentlab.api.Answers.Done;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an acting verb did. */
public final class DoneView {
  private DoneView() {}

  /** The sentence, and the facts below it. */
  public static List<String> lines(Done done, Style style) {
    List<String> lines = new ArrayList<>(Text.wrap(done.text(), Style.WIDTH));
    if (done.facts() != null) {
      Table facts = new Table().left("").left("");
      for (Map.Entry<String, String> fact : done.facts().entrySet()) {
        facts.row("  " + fact.getKey(), fact.getValue());
      }
      lines.addAll(facts.lines(style));
    }
    return lines;
  }
}
