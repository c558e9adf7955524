package dev.incidentlab.cli;

import dev.incidentlab.api.LayoutAnswers.Optimization;
import dev.incidentlab.api.LayoutAnswers.Vacuuming;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.LayoutViews;

/** {@code table optimize|vacuum}. */
final class LayoutGrammar {
  private LayoutGrammar() {}

  static Syntax optimize() {
    return Syntax.of(
        Topic.ACT_PLATFORM,
        Verb.TABLE_OPTIMIZE,
        "fact_ad_events --zorder-by campaign_id --dry-run",
        Optimization.class,
        LayoutViews::optimize,
        Argument.positional(Verb.TABLE_OPTIMIZE, "table", "TABLE"),
        Argument.option(Verb.TABLE_OPTIMIZE, "targetSize", "--target-size", "256MB"),
        Argument.option(Verb.TABLE_OPTIMIZE, "zorderBy", "--zorder-by", "COLUMN,…"),
        Argument.flag(Verb.TABLE_OPTIMIZE, "dryRun", "--dry-run"));
  }

  static Syntax vacuum() {
    return Syntax.of(
        Topic.ACT_PLATFORM,
        Verb.TABLE_VACUUM,
        "fact_ad_events --orphans-only --retain 10m --dry-run",
        Vacuuming.class,
        LayoutViews::vacuum,
        Argument.positional(Verb.TABLE_VACUUM, "table", "TABLE"),
        Argument.option(Verb.TABLE_VACUUM, "retain", "--retain", "168h"),
        Argument.flag(Verb.TABLE_VACUUM, "orphansOnly", "--orphans-only"),
        Argument.flag(Verb.TABLE_VACUUM, "dryRun", "--dry-run"));
  }
}
