package dev.incidentlab.cli.view;

import dev.incidentlab.api.StatusAnswers.FlagView;
import dev.incidentlab.api.StatusAnswers.Flags;
import java.util.List;

/** The feature flags. */
public final class FlagsView {
  private FlagsView() {}

  /** Lines for {@code flag list}. */
  public static List<String> lines(Flags flags, Style style) {
    Table table = new Table().left("FLAG").left("VARIANT").left("OF").left("");
    for (FlagView flag : flags.flags()) {
      table.row(
          flag.name(), flag.variant(), String.join(", ", flag.variants()), flag.description());
    }
    return flags.flags().isEmpty() ? List.of("there are no flags") : table.lines(style);
  }

  /** Without descriptions. */
  static List<String> brief(List<FlagView> flags, Style style) {
    Table table = new Table().left("FLAG").left("VARIANT").left("OF");
    for (FlagView flag : flags) {
      table.row(flag.name(), flag.variant(), String.join(", ", flag.variants()));
    }
    return table.lines(style);
  }
}
