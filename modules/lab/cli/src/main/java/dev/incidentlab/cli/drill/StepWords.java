package dev.incidentlab.cli.drill;

import java.util.ArrayList;
import java.util.List;

/** Splits a step into words as a shell would: at blanks, except within quotes. */
public final class StepWords {
  private StepWords() {}

  /**
   * Words of a command. Single quotes keep everything, double quotes keep all but a backslash
   * before a quote or a backslash; a backslash outside of quotes keeps the next character.
   *
   * @throws IllegalArgumentException if a quote is not closed
   */
  public static List<String> split(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int at = 0; at < command.length(); at++) {
      char c = command.charAt(at);
      boolean escapes = c == '\\' && at + 1 < command.length() && quote != '\'';
      if (escapes && (quote == 0 || "\"\\".indexOf(command.charAt(at + 1)) >= 0)) {
        at++;
        word.append(command.charAt(at));
        inWord = true;
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        inWord = true;
      } else if (!Character.isWhitespace(c)) {
        word.append(c);
        inWord = true;
      } else if (inWord) {
        words.add(word.toString());
        word.setLength(0);
        inWord = false;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException(
          "step '%s' has a quote %c that is not closed".formatted(command, quote));
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
