package dev.incidentlab.grading;

import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.grading.TableColumns.Column;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.UndecodableException;
import dev.incidentlab.schema.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
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
  String differences(Subject subject, Declaration declaration, Example altered) {
    List<Column> columns = declaration.columns().columns();
    try {
      GenericRecord expected = decode(subject, declaration.version(), altered);
      List<String> differences = new ArrayList<>();
      for (int c = 0; c < columns.size(); c++) {
        Column column = columns.get(c);
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
          .formatted(shown(columns, altered), Reasons.of(e));
    }
  }

  private GenericRecord decode(Subject subject, int readerVersion, Example altered)
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
      Schema reader = Contracts.load(subject.contract(), readerVersion);
      return new GenericDatumReader<GenericRecord>(writer, reader).read(null, decoder);
    } catch (AvroRuntimeException e) {
      throw new IOException("the record does not follow its writer's schema", e);
    }
  }

  /** Texts and enum symbols as strings, records as maps, all else as it is. */
  private static Object plain(Object value) {
    if (value instanceof GenericRecord record) {
      Map<String, Object> fields = new LinkedHashMap<>();
      for (Schema.Field field : record.getSchema().getFields()) {
        fields.put(field.name(), plain(record.get(field.pos())));
      }
      return fields;
    }
    return value == null || value instanceof Number ? value : value.toString();
  }

  private static String shown(List<Column> columns, Example altered) {
    List<String> shown = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      shown.add(columns.get(c).name() + " " + shown(altered.values().get(c)));
    }
    return String.join(", ", shown);
  }

  private static String shown(Object value) {
    if (value instanceof Map<?, ?> fields) {
      return fields.entrySet().stream()
          .map(field -> field.getKey() + " " + shown(field.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return value instanceof String ? "'" + value + "'" : String.valueOf(value);
  }
}
