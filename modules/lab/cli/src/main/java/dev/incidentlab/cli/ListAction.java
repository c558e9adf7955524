package dev.incidentlab.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.cli.Syntax.Action;
import dev.incidentlab.cli.drill.ScenarioSummary;
import dev.incidentlab.cli.view.Figures;
import dev.incidentlab.cli.view.Table;
import dev.incidentlab.cli.view.Tone;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scenarios that there are. */
final class ListAction implements Action {
  @Override
  public int run(Call call) throws IOException {
    List<ScenarioSummary> scenarios = ScenarioSummary.all(call.project().scenarios());
    if (call.caller().json()) {
      call.terminal().raw(new ObjectMapper().writeValueAsBytes(scenarios));
      return VerbAction.PASS;
    }
    if (scenarios.isEmpty()) {
      call.terminal().print("there are no scenarios in " + call.project().scenarios());
      return VerbAction.PASS;
    }
    Table table =
        new Table().left("SCENARIO").left("DIFFICULTY").right("MINUTES").left("TITLE, SKILLS");
    for (ScenarioSummary s : scenarios) {
      table.row(
          s.id(),
          s.difficulty().isEmpty() ? Figures.NONE : s.difficulty(),
          s.minutes() == 0 ? Figures.NONE : Integer.toString(s.minutes()),
          Stream.of(s.title(), String.join(", ", s.skills()))
              .filter(text -> !text.isEmpty())
              .collect(Collectors.joining("\n")));
    }
    call.terminal().print(table.lines(call.terminal().style()));
    call.terminal().print(Tone.DIM, "start one: ./lab drill " + scenarios.get(0).id());
    return VerbAction.PASS;
  }
}
