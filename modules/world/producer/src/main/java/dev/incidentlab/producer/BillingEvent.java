package dev.incidentlab.producer;

import dev.incidentlab.producer.ledger.CanonicalRow;

/**
 * One billing event. A single object is filled again for every event: a receiver that keeps
 * anything copies it.
 */
final class BillingEvent {
  final Ascii idText = new Ascii(EventId.TEXT_LENGTH);

  long idHigh;
  long idLow;
  long tsMicros;

  /** Index into {@link Customers}. */
  int customer;

  long customerId;
  String invoiceId;
  long amountMicros;

  /** See {@link CanonicalRow#billingEvent}. */
  long rowHash() {
    return CanonicalRow.billingEvent(idText, tsMicros, customerId, invoiceId, amountMicros);
  }
}
