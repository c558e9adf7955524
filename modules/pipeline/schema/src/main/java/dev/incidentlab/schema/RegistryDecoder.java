package dev.incidentlab.schema;

import dev.incidentlab.schema.UndecodableException.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * Decodes by the registry, with fallback: the writer's schema always comes from the registry by the
 * frame's id; the reader is the declared version of the contract, else the newest older one that
 * can read what the writer wrote, else the record is bad data. Every byte must be consumed.
 *
 * <p>Readers' schemas are the contract's own and not the registry's: which of them reads a record
 * must not depend on what happens to be registered by then.
 */
public final class RegistryDecoder implements EventDecoder {
  /** Revision of a reader of version 0, if there were one: above that of a pinned schema. */
  private static final int BASE_REVISION = 1;

  private final SchemasById registry;
  private final String contract;
  private final int declaredVersion;
  private final List<Schema> declaredThenOlder;
  private final Map<Integer, Writer> writersById = new HashMap<>();
  private final PayloadReader payloads = new PayloadReader();

  /**
   * What is known of a writer; an id stands for the same schema for ever.
   *
   * @param reader null if nothing of it can be read
   * @param refusal why not, else null
   */
  private record Writer(GenericDatumReader<GenericRecord> reader, String refusal) {}

  /**
   * @param contract name of the contract of the values, for instance {@link Contracts#AD_EVENT}
   * @param declaredVersion the version that this reader declares to understand, from 1 on
   * @throws IllegalArgumentException if the contract has no such version
   */
  public RegistryDecoder(SchemaRegistry registry, String contract, int declaredVersion) {
    this((SchemasById) registry::byId, contract, declaredVersion);
  }

  /**
   * One that asks the registry only for what is not known.
   *
   * @throws IllegalArgumentException if the contract has no such version
   */
  public RegistryDecoder(KnownSchemas schemas, String contract, int declaredVersion) {
    this((SchemasById) schemas::byId, contract, declaredVersion);
  }

  RegistryDecoder(SchemasById registry, String contract, int declaredVersion) {
    this.registry = registry;
    this.contract = contract;
    this.declaredVersion = declaredVersion;
    this.declaredThenOlder =
        IntStream.range(0, declaredVersion)
            .mapToObj(i -> Contracts.load(contract, declaredVersion - i))
            .toList();
  }

  @Override
  public GenericRecord decode(byte[] frame) throws UndecodableException {
    Writer writer = writer(WireFormat.schemaId(frame));
    if (writer.reader() == null) {
      throw new UndecodableException(Reason.NO_COMPATIBLE_READER, writer.refusal());
    }
    GenericRecord value = payloads.read(frame, writer.reader(), "writer's schema");
    if (payloads.bytesLeft()) {
      throw new UndecodableException(
          Reason.TRAILING_BYTES,
          "the writer's schema does not account for every byte of the record");
    }
    return value;
  }

  /**
   * Rises with the declared version: a row as a later version sees it must replace the one that an
   * earlier version has made of the same record.
   */
  @Override
  public int revision() {
    return BASE_REVISION + declaredVersion;
  }

  private Writer writer(int schemaId) throws UndecodableException {
    Writer known = writersById.get(schemaId);
    if (known != null) {
      return known;
    }
    // An id that the registry does not know is asked for again each time: it may be there by then.
    Schema schema = registry.byId(schemaId);
    Writer writer = writer(schemaId, schema);
    writersById.put(schemaId, writer);
    return writer;
  }

  private Writer writer(int schemaId, Schema schema) {
    Optional<String> unbounded = SchemaBounds.violation(schema);
    if (unbounded.isPresent()) {
      return new Writer(
          null, "schema id %d is not one to read by: %s".formatted(schemaId, unbounded.get()));
    }
    return declaredThenOlder.stream()
        .filter(reader -> canRead(reader, schema))
        .findFirst()
        .map(reader -> new Writer(new GenericDatumReader<>(schema, reader), null))
        .orElseGet(
            () ->
                new Writer(
                    null,
                    "no version of contract %s up to %d can read schema id %d"
                        .formatted(contract, declaredVersion, schemaId)));
  }

  private static boolean canRead(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
        == SchemaCompatibilityType.COMPATIBLE;
  }
}
