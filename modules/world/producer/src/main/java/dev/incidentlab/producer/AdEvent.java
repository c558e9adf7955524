package dev.incidentlab.producer;

import dev.incidentlab.producer.ledger.CanonicalRow;

/**
 * One ad event as the upstream team means it. A single object is filled again for every event: a
 * receiver that keeps anything copies it.
 */
final class AdEvent {
  final Ascii idText = new Ascii(EventId.TEXT_LENGTH);

  long idHigh;
  long idLow;
  long tsMicros;
  EventType type;

  /** Index into {@link Customers}. */
  int customer;

  long customerId;
  long campaignId;
  String country;
  String device;

  /** The contract version that this event is written with. */
  int version;

  /** Where version 2 has its new field. */
  Layout layout;

  /** Null if there is none; only version 2 carries it. */
  String attributionModel;

  int attributionWindowDays;

  /** Null if there is none. */
  String placement;

  long spendMicros;

  /** See {@link CanonicalRow#adEvent}. */
  long rowHash() {
    return CanonicalRow.adEvent(
        idText,
        tsMicros,
        type.inVersion1(),
        customerId,
        campaignId,
        country,
        device,
        placement,
        spendMicros);
  }

  /** See {@link CanonicalRow#adEventV2}. */
  long rowHashV2() {
    return CanonicalRow.adEventV2(
        idText,
        tsMicros,
        type.name(),
        customerId,
        campaignId,
        country,
        device,
        attributionModel,
        attributionWindowDays,
        placement,
        spendMicros);
  }
}
