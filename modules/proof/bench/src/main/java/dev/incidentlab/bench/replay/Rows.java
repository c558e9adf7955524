package dev.incidentlab.bench.replay;

import dev.incidentlab.ingest.JobOptions;
import dev.incidentlab.ingest.RowMapper;
import dev.incidentlab.schema.EventDecoder;
import dev.incidentlab.schema.RegistryDecoder;
import dev.incidentlab.schema.SchemaRegistry;
import dev.incidentlab.schema.UndecodableException;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records → rows by the job's own decoder and mapper, on one thread. */
final class Rows {
  private final EventDecoder decoder;
  private final RowMapper mapper;

  Rows(JobOptions options) {
    this.decoder = decoder(options);
    this.mapper = new RowMapper(options.tableSchema());
  }

  static EventDecoder decoder(JobOptions options) {
    return new RegistryDecoder(
        new SchemaRegistry(options.registryUrl()), options.contract(), options.readerVersion());
  }

  /**
   * @param revision of the decoder that the row says it is from
   */
  GenericRecord row(ConsumerRecord<byte[], byte[]> record, int revision)
      throws UndecodableException {
    return mapper.row(
        decoder.decode(record.value()), record.partition(), record.offset(), revision);
  }
}
