package dev.incidentlab.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.parquet.io.api.Binary;

class RowDigestTest {

  @Property(tries = 500)
  void hashIsMurmurHash3(@ForAll String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThat(RowDigest.hashOf(text)).isEqualTo(MurmurHash3.hash128x64(bytes));
  }

  @Property(tries = 100)
  void aUuidIsItsOwnBits(@ForAll long high, @ForAll long low) {
    RowDigest digest = new RowDigest();

    digest.key(Binary.fromString(new UUID(high, low).toString()));

    assertThat(digest.keyHigh()).isEqualTo(high);
    assertThat(digest.keyLow()).isEqualTo(low);
  }
}
