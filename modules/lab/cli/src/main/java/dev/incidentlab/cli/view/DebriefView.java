package dev.incidentlab.cli.view;

import dev.incidentlab.api.Answers.Debrief;
import dev.incidentlab.api.Answers.Guard;
import dev.incidentlab.api.Answers.PropagationStep;
import java.util.ArrayList;
import java.util.List;

/** What happened, when it is over. */
public final class DebriefView {
  private static final String INDENT = "  ";

  private DebriefView() {}

  /** Lines for {@code debrief}. */
  public static List<String> lines(Debrief debrief, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(style.paint(Tone.STRONG, debrief.title()));
    lines.add("");
    for (String line : debrief.text().split("\\R")) {
      if (line.startsWith("#")) {
        lines.add(style.paint(Tone.STRONG, line.replaceFirst("^#+ *", "")));
      } else {
        lines.addAll(Text.wrap(line, Style.WIDTH));
      }
    }
    lines.add("");
    lines.add(
        style.paint(Tone.STRONG, "It was")
            + "  %s of %s".formatted(debrief.mechanism(), debrief.component()));
    for (PropagationStep step : debrief.propagation()) {
      lines.addAll(
          Text.indented(INDENT, "%s -> %s: %s".formatted(step.from(), step.to(), step.how())));
    }
    if (!debrief.prevention().isEmpty()) {
      lines.add("");
      lines.add(style.paint(Tone.STRONG, "What keeps it from coming again"));
      debrief.prevention().forEach(guard -> lines.addAll(guard(guard)));
    }
    return lines;
  }

  private static List<String> guard(Guard guard) {
    List<String> lines =
        new ArrayList<>(Text.indented(INDENT, "%s: %s".formatted(guard.title(), guard.why())));
    guard.steps().forEach(step -> lines.add(INDENT + INDENT + "./lab " + step));
    return lines;
  }
}
