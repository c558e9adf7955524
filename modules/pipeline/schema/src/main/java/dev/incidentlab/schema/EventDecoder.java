package dev.incidentlab.schema;

import org.apache.avro.generic.GenericRecord;

/** Turns one framed record into a value. Not safe for use by several threads at once. */
public interface EventDecoder {
  /**
   * Decodes one frame.
   *
   * @param frame header and payload, see {@link WireFormat}
   * @return the value under the reader's schema; its schema may be an older version than the
   *     declared one if only that can read the writer's
   * @throws UndecodableException if the record is bad data
   * @throws RegistryUnavailableException if the registry was needed and did not answer
   */
  GenericRecord decode(byte[] frame) throws UndecodableException;

  /**
   * How much this way of decoding is to be trusted, kept with each row as {@code
   * _decoder_revision}: of two rows for one event, that of the higher revision is right.
   */
  int revision();
}
