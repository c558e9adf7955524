package dev.incidentlab.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CustomersTest {
  private final Customers customers = new Customers();

  @Test
  void partitionsAreStableAcrossReleases() {
    // Written down once: if this changes, every stored run becomes another one.
    assertThat(IntStream.range(0, 12).map(c -> customers.partition(c, 4)).boxed().toList())
        .isEqualTo(List.of(2, 3, 0, 2, 0, 2, 3, 1, 3, 0, 0, 3));
    assertThat(IntStream.range(0, 12).map(c -> customers.partition(c, 2)).boxed().toList())
        .isEqualTo(List.of(0, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1));
  }

  @Test
  void everyPartitionHasCustomers() {
    long used =
        IntStream.range(0, customers.count())
            .map(c -> customers.partition(c, 4))
            .distinct()
            .count();
    assertThat(used).isEqualTo(4);
  }

  @Test
  void theKeyIsTheIdAsText() {
    assertThat(new String(customers.key(3), StandardCharsets.US_ASCII))
        .isEqualTo(Long.toString(customers.id(3)));
  }
}
