package dev.incidentlab.producer;

import java.util.function.Consumer;

/**
 * The ad events of each story second: a pure function of the seed, the second and the roll-out in
 * force at it. The roll-out changes how an event is written and, with {@code VIEW_THROUGH}, its
 * type and price; it never changes which events there are, since every event takes the same draws.
 */
final class AdTraffic {
  /** Tells this stream of random bits from the others of the same seed. */
  private static final long PURPOSE = 0x6164L;

  private static final double VIEW_THROUGH_SHARE = 0.08;
  private static final double ATTRIBUTED_SHARE = 0.2;
  private static final int SHORT_WINDOW_DAYS = 7;
  private static final int LONG_WINDOW_DAYS = 30;
  private static final int MICROS = 1_000_000;

  private final Weighted<EventType> types =
      new Weighted<EventType>()
          .with(80, EventType.IMPRESSION)
          .with(17, EventType.CLICK)
          .with(3, EventType.CONVERSION);
  private final Weighted<String> countries =
      new Weighted<String>()
          .with(34, "US")
          .with(12, "GB")
          .with(11, "DE")
          .with(9, "FR")
          .with(8, "IN")
          .with(7, "BR")
          .with(6, "JP")
          .with(5, "CA")
          .with(4, "AU")
          .with(4, "ES");
  private final Weighted<String> devices =
      new Weighted<String>()
          .with(61, "mobile")
          .with(28, "desktop")
          .with(6, "tablet")
          .with(5, "connected_tv");
  private final Weighted<String> placements =
      new Weighted<String>()
          .with(20, null)
          .with(28, "feed_top")
          .with(20, "feed_mid")
          .with(12, "sidebar")
          .with(10, "stories")
          .with(6, "search_top")
          .with(4, "video_preroll");
  private final Weighted<String> models =
      new Weighted<String>().with(50, "last_click").with(30, "linear").with(20, "time_decay");

  private final long seed;
  private final double ratePerSecond;
  private final Customers customers;
  private final AdEvent event = new AdEvent();

  /**
   * @param ratePerSecond mean over a day, events per story second
   */
  AdTraffic(long seed, double ratePerSecond, Customers customers) {
    this.seed = seed;
    this.ratePerSecond = ratePerSecond;
    this.customers = customers;
  }

  /** Hands the events of one second to {@code sink}, in order of their time. */
  void generate(long epochSecond, Rollout rollout, Consumer<AdEvent> sink) {
    SeededBits bits = SeededBits.of(seed, PURPOSE, epochSecond);
    int count = bits.poisson(ratePerSecond * DailyCurve.at(epochSecond));
    for (int i = 0; i < count; i++) {
      long offset = ((long) i * MICROS + bits.below(MICROS)) / count;
      event.tsMicros = epochSecond * MICROS + offset;
      fill(bits, rollout);
      sink.accept(event);
    }
  }

  private void fill(SeededBits bits, Rollout rollout) {
    event.idHigh = EventId.high(Math.floorDiv(event.tsMicros, 1_000), bits.next());
    event.idLow = EventId.low(bits.next());
    EventId.writeText(event.idHigh, event.idLow, event.idText.bytes(), 0);
    event.customer = customers.pick(bits);
    event.customerId = customers.id(event.customer);
    event.campaignId = customers.pickCampaign(event.customer, bits);
    event.country = countries.pick(bits);
    event.device = devices.pick(bits);
    event.placement = placements.pick(bits);
    fillVersion(bits, rollout);
    fillTypeAndSpend(bits, rollout);
  }

  private void fillVersion(SeededBits bits, Rollout rollout) {
    boolean v2 = bits.unit() < rollout.v2Share();
    boolean attributed = bits.unit() < ATTRIBUTED_SHARE;
    String model = models.pick(bits);
    int window = bits.below(2) == 0 ? SHORT_WINDOW_DAYS : LONG_WINDOW_DAYS;
    event.version = v2 ? 2 : 1;
    event.layout = rollout.layout();
    event.attributionModel = v2 && attributed ? model : null;
    event.attributionWindowDays = v2 && attributed ? window : 0;
  }

  private void fillTypeAndSpend(SeededBits bits, Rollout rollout) {
    EventType type = types.pick(bits);
    boolean viewThrough = bits.unit() < VIEW_THROUGH_SHARE;
    event.type =
        viewThrough && event.version == 2 && rollout.viewThrough() ? EventType.VIEW_THROUGH : type;
    event.spendMicros = spend(event.type, bits.unit());
  }

  /**
   * What the event costs, in millionths of a dollar: most prices are in the lower part of their
   * range. Far above 30, so that what a misreading makes of it (0, 1, 7, 30) stands out.
   */
  private static long spend(EventType type, double draw) {
    return switch (type) {
      case IMPRESSION -> price(1_200, 15_000, draw);
      case CLICK -> price(50_000, 2_500_000, draw);
      case CONVERSION -> price(1_000_000, 40_000_000, draw);
      case VIEW_THROUGH -> price(5_000, 80_000, draw);
      case UNKNOWN -> throw new IllegalStateException("no event is made up as UNKNOWN");
    };
  }

  private static long price(long low, long high, double draw) {
    return low + (long) ((high - low) * draw * draw);
  }
}
