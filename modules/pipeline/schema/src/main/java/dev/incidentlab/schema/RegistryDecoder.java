package dev.incidentlab.schema;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Decodes by the registry, with fallback: the writer's schema always comes from the registry by the
 * frame's id; the reader is the declared version of the contract, else the newest older one that
 * can read what the writer wrote, else the record is bad data. Every byte must be consumed.
 */
public final class RegistryDecoder implements EventDecoder {
  /** Revision of a reader of version 0, if there were one: above that of a pinned schema. */
  private static final int BASE_REVISION = 1;

  private final SchemaRegistry registry;
  private final String subject;
  private final int declaredVersion;
  private final Map<Integer, GenericDatumReader<GenericRecord>> readersByWriterId = new HashMap<>();
  private List<Schema> declaredThenOlder;
  private boolean declaredIsRegistered;
  private BinaryDecoder decoder;

  /**
   * @param subject the topic's value subject, for instance {@code ad-events-value}
   * @param declaredVersion the version that this reader declares to understand, from 1 on
   */
  public RegistryDecoder(SchemaRegistry registry, String subject, int declaredVersion) {
    this.registry = registry;
    this.subject = subject;
    this.declaredVersion = declaredVersion;
  }

  @Override
  public GenericRecord decode(byte[] frame) throws UndecodableException {
    GenericDatumReader<GenericRecord> reader = readerFor(WireFormat.schemaId(frame));
    decoder =
        DecoderFactory.get()
            .binaryDecoder(
                frame, WireFormat.HEADER_LENGTH, frame.length - WireFormat.HEADER_LENGTH, decoder);
    try {
      GenericRecord value = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new UndecodableException(
            UndecodableException.Reason.TRAILING_BYTES,
            "the writer's schema does not account for every byte of the record");
      }
      return value;
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      throw new UndecodableException(
          UndecodableException.Reason.MALFORMED, "writer's schema: " + e.getMessage(), e);
    }
  }

  /**
   * Rises with the declared version: a row as a later version sees it must replace the one that an
   * earlier version has made of the same record.
   */
  @Override
  public int revision() {
    return BASE_REVISION + declaredVersion;
  }

  private GenericDatumReader<GenericRecord> readerFor(int schemaId) throws UndecodableException {
    GenericDatumReader<GenericRecord> known = readersByWriterId.get(schemaId);
    if (known != null) {
      return known;
    }
    Schema writer = registry.byId(schemaId);
    GenericDatumReader<GenericRecord> reader =
        new GenericDatumReader<>(writer, newestThatReads(writer, schemaId));
    readersByWriterId.put(schemaId, reader);
    return reader;
  }

  private Schema newestThatReads(Schema writer, int schemaId) throws UndecodableException {
    // Asked again until the declared version is there: it may be registered with its first record.
    if (!declaredIsRegistered) {
      declaredThenOlder = declaredThenOlder();
    }
    for (Schema reader : declaredThenOlder) {
      if (SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
          == SchemaCompatibilityType.COMPATIBLE) {
        return reader;
      }
    }
    throw new UndecodableException(
        UndecodableException.Reason.NO_COMPATIBLE_READER,
        "no version of %s up to %d can read schema id %d"
            .formatted(subject, declaredVersion, schemaId));
  }

  private List<Schema> declaredThenOlder() {
    List<SchemaRegistry.SubjectVersion> versions =
        registry.versions(subject).stream()
            .filter(v -> v.version() <= declaredVersion)
            .sorted(Comparator.comparingInt(SchemaRegistry.SubjectVersion::version).reversed())
            .toList();
    if (versions.isEmpty()) {
      throw new IllegalStateException(
          "subject %s has no version up to %d in the registry; register the declared version"
              .formatted(subject, declaredVersion));
    }
    declaredIsRegistered = versions.get(0).version() == declaredVersion;
    return versions.stream().map(SchemaRegistry.SubjectVersion::schema).toList();
  }
}
