package dev.incidentlab.cli.view;

import dev.incidentlab.api.TableAnswers.Records;
import dev.incidentlab.api.TableAnswers.TopicRecord;
import java.util.ArrayList;
import java.util.List;

/** Records of a topic, each with its place above its value. */
public final class RecordsView {
  private RecordsView() {}

  /** Lines for {@code records}. */
  public static List<String> lines(Records records, Style style) {
    List<String> lines = new ArrayList<>();
    for (TopicRecord r : records.records()) {
      String schema = r.schemaId() == null ? "" : "  schema id " + r.schemaId();
      lines.add(
          "%s  %s  key %s%s"
              .formatted(
                  style.paint(
                      Tone.STRONG,
                      "%s-%d offset %d".formatted(records.topic(), r.partition(), r.offset())),
                  Figures.time(r.time()),
                  r.key() == null ? Figures.NONE : r.key(),
                  schema));
      if (r.reason() != null) {
        lines.addAll(Text.indented("  ", "not decoded: " + r.reason()));
      }
      // In one line however long it is: it is there to be copied.
      lines.add("  " + (r.value() == null ? "no value" : r.value()));
    }
    if (records.records().isEmpty()) {
      lines.add("%s has no record from there on".formatted(records.topic()));
    }
    if (records.next() != null) {
      lines.add(
          style.paint(
              Tone.DIM,
              "next: ./lab records %s --offsets %s".formatted(records.topic(), records.next())));
    }
    return lines;
  }
}
