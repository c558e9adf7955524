package dev.incidentlab.producer;

import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.SchemaRegistry;
import dev.incidentlab.schema.SchemaRegistry.SubjectVersion;
import dev.incidentlab.schema.UndecodableException;
import java.util.List;
import org.apache.avro.Schema;

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
  private Layout layoutOfV2;

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

  /**
   * Registers version 2 of the ad events if that was not done yet.
   *
   * @throws IllegalArgumentException if it was, in another layout: that would be a third version
   */
  void registerV2(Layout layout) {
    if (layoutOfV2 == layout) {
      return;
    }
    String subject = SchemaRegistry.valueSubject(Topics.AD_EVENTS);
    refuseBeside(registry.versions(subject), layout);
    adV2 = registry.register(subject, layout.version2());
    layoutOfV2 = layout;
  }

  /** The registry is asked, as an earlier life of this producer may have registered it. */
  private static void refuseBeside(List<SubjectVersion> versions, Layout layout) {
    for (Layout other : Layout.values()) {
      Schema schema = other.version2();
      if (other != layout && versions.stream().anyMatch(v -> v.schema().equals(schema))) {
        throw new IllegalArgumentException(
            "layout is %s, and version 2 is registered in layout %s; roll it out in that one"
                .formatted(layout.word(), other.word()));
      }
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
