package dev.incidentlab.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Of two rows for one record the one of the higher revision stays. */
class RevisionTest {
  @Test
  void aLaterReaderPrecedesAnEarlierOneBothPrecedeAPinnedSchemaAndThatAStream() {
    assertThat(
            new int[] {
              new StreamDecoder(AdEventSamples.V1).revision(),
              new PinnedDecoder(AdEventSamples.V1).revision(),
              byRegistry(1).revision(),
              byRegistry(2).revision()
            })
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(new PinnedDecoder(AdEventSamples.V2).revision())
        .isLessThan(byRegistry(1).revision());
  }

  @Test
  void aContractHasTheVersionsUpToItsNewest() {
    assertThat(Contracts.newest(Contracts.AD_EVENT)).isEqualTo(2);
    assertThat(Contracts.newest(Contracts.BILLING_EVENT)).isEqualTo(1);
  }

  @Test
  void aLayoutThatDoesNotShipIsNamed() {
    assertThatThrownBy(() -> Contracts.load(Contracts.AD_EVENT, 1, "early"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("version 1 of contract ad-event has no layout 'early'; load it without one");
  }

  private static RegistryDecoder byRegistry(int declaredVersion) {
    // Nothing is asked of it: revisions do not depend on what is registered.
    SchemaRegistry registry = new SchemaRegistry("http://127.0.0.1:9");
    return new RegistryDecoder(registry, Contracts.AD_EVENT, declaredVersion);
  }
}
