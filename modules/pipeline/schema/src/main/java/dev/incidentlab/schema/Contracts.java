package dev.incidentlab.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;

/** The event contracts that ship with the pipeline, as {@code contracts/<name>/v<version>.avsc}. */
public final class Contracts {
  /** Contract name of the ad events, topic {@code ad-events}. */
  public static final String AD_EVENT = "ad-event";

  /** Contract name of the billing events, topic {@code billing-events}. */
  public static final String BILLING_EVENT = "billing-event";

  private Contracts() {}

  /**
   * Loads one version of a contract.
   *
   * @param contract contract name, for instance {@value #AD_EVENT}
   * @param version from 1 on
   * @throws IllegalArgumentException if no such contract or version ships with the pipeline
   */
  public static Schema load(String contract, int version) {
    String resource = "/contracts/" + contract + "/v" + version + ".avsc";
    try (InputStream in = Contracts.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "contract %s has no version %d; known contracts: %s, %s"
                .formatted(contract, version, AD_EVENT, BILLING_EVENT));
      }
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read contract " + resource, e);
    }
  }
}
