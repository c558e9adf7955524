package dev.incidentlab.ingest;

import dev.incidentlab.ingest.flags.IngestFlags.DecoderKind;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.EventDecoder;
import dev.incidentlab.schema.PinnedDecoder;
import dev.incidentlab.schema.RegistryDecoder;
import dev.incidentlab.schema.StreamDecoder;
import org.apache.avro.Schema;

/** A decoder for each variant of the flag, for the version that a pipeline's jobs decode to. */
final class Decoders {
  private Decoders() {}

  static EventDecoder of(DecoderKind kind, JobOptions options) {
    return switch (kind) {
      case REGISTRY ->
          new RegistryDecoder(options.registry(), options.contract(), options.readerVersion());
      case PINNED -> new PinnedDecoder(schema(options));
      case STREAM -> new StreamDecoder(schema(options));
    };
  }

  private static Schema schema(JobOptions options) {
    return Contracts.load(options.contract(), options.readerVersion());
  }
}
