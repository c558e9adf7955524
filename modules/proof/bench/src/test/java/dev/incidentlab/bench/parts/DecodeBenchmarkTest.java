package dev.incidentlab.bench.parts;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That what is timed does the work that its name says. */
class DecodeBenchmarkTest {
  private final DecodeBenchmark benchmark = new DecodeBenchmark();

  @BeforeEach
  void make() throws Exception {
    benchmark.make();
  }

  @AfterEach
  void close() {
    benchmark.close();
  }

  @Test
  void everyDecoderGivesAnEvent() throws Exception {
    assertThat(benchmark.frameHeader()).isEqualTo(1);
    for (GenericRecord value :
        new GenericRecord[] {
          benchmark.decodePinned(),
          benchmark.decodeRegistryV1AsV1(),
          benchmark.decodeRegistryV2AsV1(),
          benchmark.mapToRow()
        }) {
      assertThat(value.get("event_id").toString()).hasSize(36);
      assertThat((long) value.get("spend_micros")).isGreaterThan(1_000);
    }
  }

  @Test
  void framesOfVersionTwoAreThat() throws Exception {
    for (byte[] frame : DecodeBenchmark.frames(1)) {
      assertThat(frame[4]).isEqualTo((byte) 2);
    }
  }
}
