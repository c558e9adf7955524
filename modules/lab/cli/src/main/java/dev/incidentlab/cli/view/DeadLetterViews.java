package dev.incidentlab.cli.view;

import dev.incidentlab.api.LetterAnswers.DeadLetter;
import dev.incidentlab.api.LetterAnswers.DeadLetterView;
import dev.incidentlab.api.LetterAnswers.DeadLetters;
import dev.incidentlab.api.LetterAnswers.DecodedField;
import dev.incidentlab.api.LetterAnswers.Decoding;
import dev.incidentlab.api.LetterAnswers.LetterHeader;
import dev.incidentlab.cli.view.Table.Cell;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Dead letters, and one of them in full. */
public final class DeadLetterViews {
  private static final int MOST_BYTES = 256;

  /** Three schemas beside the names of the fields fit a line. */
  private static final int WIDEST_VALUE = 20;

  private DeadLetterViews() {}

  /** Lines for {@code dead-letters list}. */
  public static List<String> list(DeadLetters answer, Style style) {
    List<String> lines = new ArrayList<>();
    Table table =
        new Table()
            .right("NO")
            .left("LETTER")
            .left("TIME")
            .right("ID")
            .left("REASON")
            .left("BY, RESOLVED");
    for (DeadLetterView letter : answer.letters()) {
      table.row(
          Long.toString(letter.number()),
          position(letter),
          Figures.time(letter.time()),
          orNone(letter.schemaId()),
          orNone(letter.reason()),
          by(letter));
    }
    lines.addAll(table.lines(style));
    String which = answer.which().equals("unresolved") ? "unresolved " : "";
    lines.add(
        answer.matching() == 0
            ? "%s has no %sletters".formatted(answer.topic(), which)
            : "%s has %s %sletters: %s"
                .formatted(
                    answer.topic(),
                    Figures.count(answer.matching()),
                    which,
                    reasons(answer.byReason())));
    if (answer.undocumented() > 0) {
      lines.add(
          "and %s records that do not say what they are about"
              .formatted(Figures.count(answer.undocumented())));
    }
    if (answer.next() != null) {
      lines.add(
          "cut after %d; the rest: ./lab dead-letters list --table %s%s --after %d"
              .formatted(
                  answer.letters().size(),
                  answer.table(),
                  which.isEmpty() ? " --all" : "",
                  answer.next()));
    }
    return lines;
  }

  private static String position(DeadLetterView letter) {
    return letter.topic() + "/" + letter.partition() + "/" + letter.offset();
  }

  private static String orNone(String text) {
    return text.isEmpty() ? Figures.NONE : text;
  }

  private static String by(DeadLetterView letter) {
    String jobs = letter.jobs().isEmpty() ? Figures.NONE : String.join(", ", letter.jobs());
    return letter.resolution().isEmpty() ? jobs : jobs + "; " + resolved(letter);
  }

  private static String resolved(DeadLetterView letter) {
    return letter.resolvedBy().isEmpty()
        ? letter.resolution()
        : letter.resolution() + " by " + letter.resolvedBy();
  }

  private static String reasons(Map<String, Long> byReason) {
    return byReason.entrySet().stream()
        .map(e -> Figures.count(e.getValue()) + " " + orNone(e.getKey()))
        .collect(Collectors.joining(", "));
  }

  /** Lines for {@code dead-letters show}. */
  public static List<String> show(DeadLetter answer, Style style) {
    DeadLetterView letter = answer.letter();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  record time %s, %s"
            .formatted(
                style.paint(Tone.STRONG, position(letter)),
                Figures.time(letter.time()),
                letter.resolution().isEmpty() ? "unresolved" : resolved(letter)));
    lines.add("");
    for (LetterHeader header : answer.headers()) {
      lines.add(header.name());
      lines.addAll(Text.indented("    ", firstLine(header.value())));
    }
    lines.add("");
    lines.addAll(value(answer.value()));
    lines.add("");
    lines.addAll(fields(answer.decodings(), style));
    Table ends = new Table().left("").left("");
    answer.decodings().forEach(decoding -> ends.row(decoding.by(), end(decoding)));
    lines.addAll(ends.lines(style));
    return lines;
  }

  /** A stack trace says most in its first line. */
  private static String firstLine(String value) {
    List<String> all = value.lines().toList();
    return all.size() < 2
        ? value
        : "%s (and %d more lines; --json has them)".formatted(all.get(0), all.size() - 1);
  }

  private static List<String> value(String base64) {
    if (base64 == null) {
      return List.of("the record has no value");
    }
    byte[] bytes = Base64.getDecoder().decode(base64);
    List<String> lines = new ArrayList<>();
    lines.add("value, " + Figures.count(bytes.length) + " bytes");
    lines.addAll(HexDump.lines(bytes, MOST_BYTES));
    return lines;
  }

  /** A line a field, a column a schema; nothing if no schema reads any field. */
  private static List<String> fields(List<Decoding> decodings, Style style) {
    Set<String> names = new LinkedHashSet<>();
    Table table = new Table().left("FIELD");
    for (Decoding decoding : decodings) {
      table.left(decoding.by());
      decoding.fields().forEach(f -> names.add(f.name()));
    }
    for (String name : names) {
      List<Object> row = new ArrayList<>();
      row.add(name);
      decodings.forEach(d -> row.add(cell(d, name)));
      table.row(row.toArray());
    }
    return table.lines(style);
  }

  private static String cell(Decoding decoding, String name) {
    return decoding.fields().stream()
        .filter(f -> f.name().equals(name))
        .findFirst()
        .map(DecodedField::value)
        .map(DeadLetterViews::cut)
        .orElse(Figures.NONE);
  }

  private static String cut(String value) {
    return value.length() <= WIDEST_VALUE ? value : value.substring(0, WIDEST_VALUE - 1) + "…";
  }

  private static Cell end(Decoding decoding) {
    String where =
        "stopped at byte %d, %d bytes unread".formatted(decoding.stoppedAt(), decoding.unread());
    if (decoding.error() != null) {
      return new Cell(where + ": " + decoding.error(), Tone.BAD);
    }
    return decoding.unread() > 0
        ? new Cell(where + ": it is not what this schema wrote", Tone.WARNING)
        : new Cell("every byte is read", Tone.GOOD);
  }
}
