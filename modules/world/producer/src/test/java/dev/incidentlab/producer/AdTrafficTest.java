package dev.incidentlab.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class AdTrafficTest {
  private static final long LATE_MORNING = Instant.parse("2026-03-03T10:30:00Z").getEpochSecond();
  private static final long NIGHT = Instant.parse("2026-03-03T03:00:00Z").getEpochSecond();
  private static final int SAMPLE_SECONDS = 1_200;
  private static final double RATE = 50;
  private static final Rollout HALF = new Rollout(0.5, true);

  private final Customers customers = new Customers();

  @Test
  void theSameSeedGivesTheSameBytes() {
    assertThat(frames(7, 30, HALF)).hasSizeGreaterThan(1_000).isEqualTo(frames(7, 30, HALF));
  }

  @Test
  void anotherSeedGivesOtherEvents() {
    assertThat(frames(7, 30, HALF)).doesNotContainAnyElementsOf(frames(8, 30, HALF));
  }

  @Test
  void aSecondDoesNotDependOnTheSecondsBeforeIt() {
    // Given
    AdTraffic fresh = new AdTraffic(7, RATE, customers);
    AdTraffic used = new AdTraffic(7, RATE, customers);
    used.generate(NIGHT, HALF, event -> {});

    // When
    List<String> alone = frames(fresh, LATE_MORNING, 1, HALF);
    List<String> after = frames(used, LATE_MORNING, 1, HALF);

    // Then
    assertThat(after).isNotEmpty().isEqualTo(alone);
  }

  @Test
  void aRollOutChangesHowEventsAreWrittenAndNotWhichThereAre() {
    assertThat(collect(30, new Rollout(1, false), AdTrafficTest::row))
        .isEqualTo(collect(30, Rollout.NONE, AdTrafficTest::row));
  }

  @Test
  void eventIdsAreUniqueUuidsOfVersion7WithTheEventsTime() {
    Set<UUID> ids = new HashSet<>();
    int count =
        each(
            SAMPLE_SECONDS,
            HALF,
            event -> {
              UUID id = new UUID(event.idHigh, event.idLow);
              assertThat(id.version()).isEqualTo(7);
              assertThat(id.variant()).isEqualTo(2);
              assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(event.tsMicros / 1_000);
              assertThat(event.idText).hasToString(id.toString());
              ids.add(id);
            });
    assertThat(ids).hasSize(count);
  }

  @Test
  void eventTimesLieInTheirSecondAndAscend() {
    List<Long> times = new ArrayList<>();
    new AdTraffic(7, RATE, customers)
        .generate(LATE_MORNING, HALF, event -> times.add(event.tsMicros));
    assertThat(times).isSorted();
    assertThat(times)
        .isNotEmpty()
        .allSatisfy(
            t ->
                assertThat(t)
                    .isBetween(LATE_MORNING * 1_000_000, LATE_MORNING * 1_000_000 + 999_999));
  }

  @Test
  void trafficFollowsTheDailyCurve() {
    assertThat(count(LATE_MORNING)).isCloseTo(SAMPLE_SECONDS * RATE * 1.4, within(1_500.0));
    assertThat(count(NIGHT)).isCloseTo(SAMPLE_SECONDS * RATE * 0.4, within(800.0));
  }

  @Test
  void typesPlacementsAndPricesAreAsAdvertised() {
    assertThat(share(Rollout.NONE, e -> e.type == EventType.IMPRESSION))
        .isCloseTo(0.80, within(0.01));
    assertThat(share(Rollout.NONE, e -> e.type == EventType.CLICK)).isCloseTo(0.17, within(0.01));
    assertThat(share(Rollout.NONE, e -> e.type == EventType.CONVERSION))
        .isCloseTo(0.03, within(0.005));
    assertThat(share(Rollout.NONE, e -> e.placement == null)).isCloseTo(0.20, within(0.01));
    assertThat(share(HALF, e -> e.spendMicros <= 1_000)).isZero();
  }

  @Test
  void fewCustomersMakeMostOfTheTraffic() {
    // Given
    Map<Long, Integer> byCustomer = new HashMap<>();

    // When
    int count =
        each(SAMPLE_SECONDS, Rollout.NONE, e -> byCustomer.merge(e.customerId, 1, Integer::sum));

    // Then
    List<Integer> largestFirst = new ArrayList<>(byCustomer.values());
    largestFirst.sort(Collections.reverseOrder());
    double largest = largestFirst.get(0) / (double) count;
    double top50 = largestFirst.stream().limit(50).mapToInt(n -> n).sum() / (double) count;
    assertThat(byCustomer).hasSizeGreaterThan(1_000);
    assertThat(largest).isBetween(0.08, 0.25);
    assertThat(top50).isBetween(0.5, 0.8);
  }

  @Test
  void aCampaignBelongsToOneCustomer() {
    Map<Long, Long> owners = new HashMap<>();
    each(
        SAMPLE_SECONDS,
        Rollout.NONE,
        e ->
            assertThat(owners.merge(e.campaignId, e.customerId, (known, now) -> now))
                .isEqualTo(e.campaignId / 100));
    assertThat(owners).hasSizeGreaterThan(2_000);
  }

  @Test
  void theShareOfVersion2IsThatOfTheRollOut() {
    // Four standard deviations of a binomial with about 84,000 draws.
    assertThat(share(Rollout.NONE, e -> e.version == 2)).isZero();
    assertThat(share(new Rollout(0.05, false), e -> e.version == 2)).isCloseTo(0.05, within(0.003));
    assertThat(share(new Rollout(1, false), e -> e.version == 2)).isEqualTo(1);
  }

  @Test
  void onlyVersion2IsAttributed() {
    assertThat(share(HALF, e -> e.version == 1 && e.attributionModel != null)).isZero();
    Rollout full = new Rollout(1, false);
    assertThat(share(full, e -> e.attributionModel != null)).isCloseTo(0.20, within(0.01));
    assertThat(share(full, e -> e.attributionWindowDays == 7)).isCloseTo(0.10, within(0.01));
    assertThat(share(full, e -> e.attributionWindowDays == 30)).isCloseTo(0.10, within(0.01));
  }

  @Test
  void viewThroughIsSentByVersion2OnceItIsEnabled() {
    Predicate<AdEvent> viewThrough = e -> e.type == EventType.VIEW_THROUGH;
    assertThat(share(new Rollout(1, false), viewThrough)).isZero();
    assertThat(share(new Rollout(0, true), viewThrough)).isZero();
    assertThat(share(new Rollout(1, true), viewThrough)).isCloseTo(0.08, within(0.005));
  }

  private List<String> frames(long seed, int seconds, Rollout rollout) {
    return frames(new AdTraffic(seed, RATE, customers), LATE_MORNING, seconds, rollout);
  }

  private static List<String> frames(AdTraffic traffic, long from, int seconds, Rollout rollout) {
    EventEncoder encoder = new EventEncoder();
    List<String> frames = new ArrayList<>();
    for (long second = from; second < from + seconds; second++) {
      traffic.generate(second, rollout, e -> frames.add(Bytes.hex(encoder.encode(e.version, e))));
    }
    return frames;
  }

  private <T> List<T> collect(
      int seconds, Rollout rollout, java.util.function.Function<AdEvent, T> what) {
    List<T> all = new ArrayList<>();
    each(seconds, rollout, event -> all.add(what.apply(event)));
    return all;
  }

  private int each(int seconds, Rollout rollout, Consumer<AdEvent> consumer) {
    AdTraffic traffic = new AdTraffic(7, RATE, customers);
    int[] count = {0};
    for (long second = LATE_MORNING; second < LATE_MORNING + seconds; second++) {
      traffic.generate(
          second,
          rollout,
          event -> {
            count[0]++;
            consumer.accept(event);
          });
    }
    return count[0];
  }

  private double share(Rollout rollout, Predicate<AdEvent> which) {
    int[] hits = {0};
    int count = each(SAMPLE_SECONDS, rollout, e -> hits[0] += which.test(e) ? 1 : 0);
    return hits[0] / (double) count;
  }

  private double count(long middle) {
    int[] count = {0};
    AdTraffic traffic = new AdTraffic(7, RATE, customers);
    for (long second = middle - SAMPLE_SECONDS / 2;
        second < middle + SAMPLE_SECONDS / 2;
        second++) {
      traffic.generate(second, Rollout.NONE, event -> count[0]++);
    }
    return count[0];
  }

  private static long row(AdEvent event) {
    return event.rowHash();
  }
}
