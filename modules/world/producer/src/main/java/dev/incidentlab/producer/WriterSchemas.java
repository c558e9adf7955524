package dev.incidentlab.producer;

import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.SchemaRegistry;
import dev.incidentlab.schema.UndecodableException;

/**
 * The contract versions that the upstream team writes, as the registry knows them. Version 2 of the
 * ad events is registered when its roll-out begins, not before.
 */
final class WriterSchemas {
  /** The strictest level there is. Version 2 passes it: the enum of version 1 has a default. */
  static final String COMPATIBILITY = "FULL_TRANSITIVE";

  private static final int FIRST_UNKNOWN_ID = 900_001;

  private final SchemaRegistry registry;
  private final int adV1;
  private final int billing;
  private Integer adV2;

  private WriterSchemas(SchemaRegistry registry, int adV1, int billing) {
    this.registry = registry;
    this.adV1 = adV1;
    this.billing = billing;
  }

  /** Registers version 1 of both contracts, and sets the level under which later ones must pass. */
  static WriterSchemas register(SchemaRegistry registry) {
    int ad = registerFirst(registry, Topics.AD_EVENTS, Contracts.AD_EVENT);
    int billing = registerFirst(registry, Topics.BILLING_EVENTS, Contracts.BILLING_EVENT);
    return new WriterSchemas(registry, ad, billing);
  }

  private static int registerFirst(SchemaRegistry registry, String topic, String contract) {
    String subject = SchemaRegistry.valueSubject(topic);
    int id = registry.register(subject, Contracts.load(contract, 1));
    registry.setCompatibility(subject, COMPATIBILITY);
    return id;
  }

  /** Registers version 2 of the ad events if that was not done yet. */
  void registerV2() {
    if (adV2 == null) {
      String subject = SchemaRegistry.valueSubject(Topics.AD_EVENTS);
      adV2 = registry.register(subject, Contracts.load(Contracts.AD_EVENT, 2));
    }
  }

  /** The schema id for ad events of a version. */
  int adEvent(int version) {
    return version == 1 ? adV1 : adV2;
  }

  int billingEvent() {
    return billing;
  }

  /** A schema id that the registry, asked now, does not know. */
  int unknownId() {
    int id = FIRST_UNKNOWN_ID;
    while (knows(id)) {
      id++;
    }
    return id;
  }

  private boolean knows(int id) {
    try {
      registry.byId(id);
      return true;
    } catch (UndecodableException e) {
      return false;
    }
  }
}
