package dev.incidentlab.schema;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.SchemaProvider;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.rest.entities.Schema;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;

/**
 * Makes schemas of what the registry has. The client's own way is to say that it got none, whatever
 * the cause; here an answer that is no Avro schema is told from one that could not be had: the
 * first stays as it is, the second may be there when asked again.
 */
final class WriterSchemaProvider extends AvroSchemaProvider {

  /** The registry has something under an id, and it is no Avro schema. */
  static final class NotAvroException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAvroException(String what, Throwable cause) {
      super(what, cause);
    }
  }

  /** Providers of all types that a Confluent-compatible registry holds. */
  static List<SchemaProvider> ofAllTypes() {
    return List.of(new WriterSchemaProvider(), new Refused("JSON"), new Refused("PROTOBUF"));
  }

  @Override
  public Optional<ParsedSchema> parseSchema(Schema schema, boolean isNew, boolean normalize) {
    if (schema.getSchema() == null) {
      throw new IllegalStateException("the answer has no schema");
    }
    try {
      return Optional.of(parseSchemaOrElseThrow(schema, isNew, normalize));
    } catch (AvroRuntimeException e) {
      throw new NotAvroException("is not one that Avro can parse: " + e.getMessage(), e);
    }
  }

  private static final class Refused extends AvroSchemaProvider {
    private final String type;

    Refused(String type) {
      this.type = type;
    }

    @Override
    public String schemaType() {
      return type;
    }

    @Override
    public Optional<ParsedSchema> parseSchema(Schema schema, boolean isNew, boolean normalize) {
      throw new NotAvroException("is of type %s, not AVRO".formatted(type), null);
    }
  }
}
