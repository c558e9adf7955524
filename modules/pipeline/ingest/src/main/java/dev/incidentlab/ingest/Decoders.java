package dev.incidentlab.ingest;

import dev.incidentlab.ingest.flags.IngestFlags.DecoderKind;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.EventDecoder;
import dev.incidentlab.schema.KnownSchemas;
import dev.incidentlab.schema.PinnedDecoder;
import dev.incidentlab.schema.RegistryDecoder;
import dev.incidentlab.schema.StreamDecoder;
import org.apache.avro.Schema;

/** A decoder for each variant of the flag, for the version that a pipeline's jobs decode to. */
final class Decoders {
  private Decoders() {}

  static EventDecoder of(DecoderKind kind, JobOptions options) {
    return of(kind, options, new KnownSchemas(options.registry()));
  }

  /**
   * @param schemas where a decoder that goes by the registry finds its writers' schemas
   */
  static EventDecoder of(DecoderKind kind, JobOptions options, KnownSchemas schemas) {
    return switch (kind) {
      case REGISTRY -> new RegistryDecoder(schemas, options.contract(), options.readerVersion());
      case PINNED -> new PinnedDecoder(schema(options));
      case STREAM -> new StreamDecoder(schema(options));
    };
  }

  private static Schema schema(JobOptions options) {
    return Contracts.load(options.contract(), options.readerVersion());
  }
}
