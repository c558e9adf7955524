package dev.incidentlab.cli;

import dev.incidentlab.cli.Syntax.Action;
import picocli.AutoComplete;

/** A script by which bash, or zsh with {@code bashcompinit}, completes verbs and options. */
final class CompletionAction implements Action {
  private static final String NAME = "lab";

  @Override
  public int run(Call call) {
    call.terminal().print(AutoComplete.bash(NAME, CommandTree.of(Grammar.all())).lines().toList());
    return VerbAction.PASS;
  }
}
