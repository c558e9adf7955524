package dev.incidentlab.producer;

import java.util.function.Consumer;

/**
 * The billing events of each story second, a pure function of the seed and the second. The healthy
 * pipeline beside the broken one.
 */
final class BillingTraffic {
  /** Tells this stream of random bits from the others of the same seed. */
  private static final long PURPOSE = 0x6262L;

  private static final int MICROS = 1_000_000;
  private static final int INVOICES_PER_CUSTOMER = 9_000;
  private static final int FIRST_INVOICE = 1_000;
  private static final long LOW_AMOUNT = 5_000_000;
  private static final long HIGH_AMOUNT = 2_000_000_000;

  private final long seed;
  private final double ratePerSecond;
  private final Customers customers;
  private final BillingEvent event = new BillingEvent();

  /**
   * @param ratePerSecond mean over a day, events per story second
   */
  BillingTraffic(long seed, double ratePerSecond, Customers customers) {
    this.seed = seed;
    this.ratePerSecond = ratePerSecond;
    this.customers = customers;
  }

  /** Hands the events of one second to {@code sink}, in order of their time. */
  void generate(long epochSecond, Consumer<BillingEvent> sink) {
    SeededBits bits = SeededBits.of(seed, PURPOSE, epochSecond);
    int count = bits.poisson(ratePerSecond * DailyCurve.at(epochSecond));
    for (int i = 0; i < count; i++) {
      long offset = ((long) i * MICROS + bits.below(MICROS)) / count;
      event.tsMicros = epochSecond * MICROS + offset;
      fill(bits);
      sink.accept(event);
    }
  }

  private void fill(SeededBits bits) {
    event.idHigh = EventId.high(Math.floorDiv(event.tsMicros, 1_000), bits.next());
    event.idLow = EventId.low(bits.next());
    EventId.writeText(event.idHigh, event.idLow, event.idText.bytes(), 0);
    event.customer = customers.pick(bits);
    event.customerId = customers.id(event.customer);
    int invoice = FIRST_INVOICE + bits.below(INVOICES_PER_CUSTOMER);
    event.invoiceId = "INV-" + event.customerId + "-" + invoice;
    double draw = bits.unit();
    event.amountMicros = LOW_AMOUNT + (long) ((HIGH_AMOUNT - LOW_AMOUNT) * draw * draw);
  }
}
