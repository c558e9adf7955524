package dev.incidentlab.producer;

import dev.incidentlab.producer.ledger.CanonicalRow;

/** The symbols of the contract, with their place in it: that is what goes over the wire. */
enum EventType {
  UNKNOWN(0),
  IMPRESSION(1),
  CLICK(2),
  CONVERSION(3),
  VIEW_THROUGH(4);

  private final int wireIndex;
  private final String inVersion1 = CanonicalRow.eventTypeInVersion1(name());

  EventType(int wireIndex) {
    this.wireIndex = wireIndex;
  }

  int wireIndex() {
    return wireIndex;
  }

  /** What a reader of version 1 sees. */
  String inVersion1() {
    return inVersion1;
  }
}
