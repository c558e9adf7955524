package dev.incidentlab.producer;

import java.nio.charset.StandardCharsets;

/**
 * The advertisers, a few of them large and most of them small, and the campaigns of each. The same
 * in every run: which customer is large does not depend on the seed.
 */
final class Customers {
  private static final int COUNT = 1_200;
  private static final double SKEW = 1.05;
  private static final int MAX_CAMPAIGNS = 24;
  private static final double CAMPAIGN_SKEW = 0.8;

  private static final long FIRST_ID = 100_000;
  private static final int ID_STEP = 37;

  private final Zipf ranks = new Zipf(COUNT, SKEW);
  private final long[] ids = new long[COUNT];
  private final byte[][] keys = new byte[COUNT][];
  private final Zipf[] campaignsByCount = new Zipf[MAX_CAMPAIGNS + 1];

  Customers() {
    for (int i = 0; i < COUNT; i++) {
      ids[i] = FIRST_ID + (long) i * ID_STEP;
      keys[i] = Long.toString(ids[i]).getBytes(StandardCharsets.US_ASCII);
    }
    for (int n = 1; n <= MAX_CAMPAIGNS; n++) {
      campaignsByCount[n] = new Zipf(n, CAMPAIGN_SKEW);
    }
  }

  /** A customer, as an index from 0 (the largest) on. */
  int pick(SeededBits bits) {
    return ranks.pick(bits);
  }

  int count() {
    return COUNT;
  }

  long id(int customer) {
    return ids[customer];
  }

  /** The record key of a customer's events: its id as text. The array is shared: do not write. */
  byte[] key(int customer) {
    return keys[customer];
  }

  /** One of the customer's campaigns; the number starts with the customer's own. */
  long pickCampaign(int customer, SeededBits bits) {
    int campaigns = 1 + (int) Math.floorMod(SeededBits.mix(ids[customer]), (long) MAX_CAMPAIGNS);
    return campaign(customer, campaignsByCount[campaigns].pick(bits));
  }

  private long campaign(int customer, int rank) {
    return ids[customer] * 100 + rank + 1;
  }

  /**
   * The partition of a customer's events. Chosen here and not by the client library's partitioner,
   * so that it stays the same whatever version publishes.
   */
  int partition(int customer, int partitions) {
    return (int) Math.floorMod(SeededBits.mix(ids[customer]), (long) partitions);
  }
}
