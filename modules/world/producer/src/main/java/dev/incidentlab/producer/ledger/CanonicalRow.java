package dev.incidentlab.producer.ledger;

/**
 * The rows that a correct consumer stores, in the column order of the version of the contract that
 * its table declares.
 *
 * <p>A reader of version 1 sees the later symbol {@code VIEW_THROUGH} as {@code UNKNOWN} and no
 * attribution; one of version 2 sees both, and no attribution where the writer was of version 1.
 */
public final class CanonicalRow {
  private static final String UNKNOWN = "UNKNOWN";
  private static final String VIEW_THROUGH = "VIEW_THROUGH";

  private CanonicalRow() {}

  /**
   * The hash of a row of {@code fact_ad_events} that declares version 1.
   *
   * @param eventId UUID text, lower case
   * @param eventTsMicros microseconds since 1970
   * @param eventType as version 1 names it
   * @param placement null where the event has none
   */
  public static long adEvent(
      CharSequence eventId,
      long eventTsMicros,
      CharSequence eventType,
      long customerId,
      long campaignId,
      CharSequence country,
      CharSequence deviceType,
      CharSequence placement,
      long spendMicros) {
    return RowHash.start()
        .text(eventId)
        .number(eventTsMicros)
        .text(eventType)
        .number(customerId)
        .number(campaignId)
        .text(country)
        .text(deviceType)
        .nullableText(placement)
        .number(spendMicros)
        .value();
  }

  /**
   * The hash of a row of {@code fact_ad_events} that declares version 2.
   *
   * @param eventId UUID text, lower case
   * @param eventTsMicros microseconds since 1970
   * @param attributionModel null where the event has no attribution; the window then means nothing
   * @param placement null where the event has none
   */
  public static long adEventV2(
      CharSequence eventId,
      long eventTsMicros,
      CharSequence eventType,
      long customerId,
      long campaignId,
      CharSequence country,
      CharSequence deviceType,
      CharSequence attributionModel,
      int attributionWindowDays,
      CharSequence placement,
      long spendMicros) {
    RowHash hash =
        RowHash.start()
            .text(eventId)
            .number(eventTsMicros)
            .text(eventType)
            .number(customerId)
            .number(campaignId)
            .text(country)
            .text(deviceType);
    if (attributionModel == null) {
      hash.absent();
    } else {
      hash.record(2).text(attributionModel).number(attributionWindowDays);
    }
    return hash.nullableText(placement).number(spendMicros).value();
  }

  /**
   * The hash of a row of {@code fact_billing}.
   *
   * @param eventId UUID text, lower case
   * @param eventTsMicros microseconds since 1970
   */
  public static long billingEvent(
      CharSequence eventId,
      long eventTsMicros,
      long customerId,
      CharSequence invoiceId,
      long amountMicros) {
    return RowHash.start()
        .text(eventId)
        .number(eventTsMicros)
        .number(customerId)
        .text(invoiceId)
        .number(amountMicros)
        .value();
  }

  /** What a reader of version 1 sees where the writer wrote {@code eventType}. */
  public static String eventTypeInVersion1(String eventType) {
    return eventType.equals(VIEW_THROUGH) ? UNKNOWN : eventType;
  }
}
