package dev.incidentlab.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WireFormatTest {
  @Property
  void keepsEverySchemaId(@ForAll int id) throws Exception {
    byte[] frame = WireFormat.encode(id, AdEventSamples.V1, AdEventSamples.v1(null));
    assertThat(WireFormat.schemaId(frame)).isEqualTo(id);
  }

  @Test
  void refusesTextWithTheByteItFound() {
    assertThatThrownBy(() -> WireFormat.schemaId("{\"json\":1}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("0x7b");
  }

  @Test
  void refusesTombstonesAndShortRecords() {
    assertThatThrownBy(() -> WireFormat.schemaId(null)).hasMessageContaining("no bytes");
    assertThatThrownBy(() -> WireFormat.schemaId(new byte[4])).hasMessageContaining("4 bytes");
  }
}
