package dev.incidentlab.grading;

import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.grading.Subject.Column;
import dev.incidentlab.schema.UndecodableException;
import dev.incidentlab.schema.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Says which columns of a wrong row are wrong, by decoding the record that was published with the
 * schema of its writer. Only for examples: the judgement itself is by the ledger's hash.
 */
final class ExpectedRows {
  private final TopicReader topics;
  private final Optional<WriterSchemas> schemas;

  /** Port: schemas of writers. */
  interface WriterSchemas {
    Schema byId(int id) throws UndecodableException;
  }

  ExpectedRows(TopicReader topics, Optional<WriterSchemas> schemas) {
    this.topics = topics;
    this.schemas = schemas;
  }

  /** What should be and what is, by column; or what the row has, if that cannot be told. */
  String differences(Subject subject, Example altered) {
    try {
      GenericRecord expected = decode(subject, altered);
      List<String> differences = new ArrayList<>();
      for (int c = 0; c < subject.columns().size(); c++) {
        Column column = subject.columns().get(c);
        Object should = plain(expected.get(column.name()));
        Object is = altered.values().get(c);
        if (!Objects.equals(should, is)) {
          differences.add(
              "%s should be %s and is %s".formatted(column.name(), shown(should), shown(is)));
        }
      }
      return differences.isEmpty()
          ? "the row equals the topic's record but not the ledger's"
          : String.join(", ", differences);
    } catch (ObservationException | UndecodableException | IOException | RuntimeException e) {
      return "the row has %s (which column is wrong cannot be told: %s)"
          .formatted(shown(subject, altered), Reasons.of(e));
    }
  }

  private GenericRecord decode(Subject subject, Example altered)
      throws ObservationException, UndecodableException, IOException {
    WriterSchemas writers =
        schemas.orElseThrow(() -> new ObservationException("no registry was given"));
    byte[] frame =
        topics
            .value(subject.topic(), altered.partition(), altered.offset())
            .orElseThrow(() -> new ObservationException("the record is no longer in the topic"));
    Schema writer = writers.byId(WireFormat.schemaId(frame));
    BinaryDecoder decoder =
        DecoderFactory.get()
            .binaryDecoder(
                frame, WireFormat.HEADER_LENGTH, frame.length - WireFormat.HEADER_LENGTH, null);
    try {
      return new GenericDatumReader<GenericRecord>(writer, subject.hashedSchema())
          .read(null, decoder);
    } catch (AvroRuntimeException e) {
      throw new IOException("the record does not follow its writer's schema", e);
    }
  }

  /** Texts and enum symbols as strings, all else as it is. */
  private static Object plain(Object value) {
    return value == null || value instanceof Long ? value : value.toString();
  }

  private static String shown(Subject subject, Example altered) {
    List<String> shown = new ArrayList<>();
    for (int c = 0; c < subject.columns().size(); c++) {
      shown.add(subject.columns().get(c).name() + " " + shown(altered.values().get(c)));
    }
    return String.join(", ", shown);
  }

  private static String shown(Object value) {
    return value instanceof String ? "'" + value + "'" : String.valueOf(value);
  }
}
