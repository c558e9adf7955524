package dev.incidentlab.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.avro.Schema;

/** The event contracts that ship with the pipeline, as {@code contracts/<name>/v<version>.avsc}. */
public final class Contracts {
  /** Contract name of the ad events, topic {@code ad-events}. */
  public static final String AD_EVENT = "ad-event";

  /** Contract name of the billing events, topic {@code billing-events}. */
  public static final String BILLING_EVENT = "billing-event";

  /**
   * Table property: the version of the contract that readers of the table's topic declare to
   * understand, a number from 1 on. What the table's columns are follows from it.
   */
  public static final String READER_VERSION_PROPERTY = "lab.reader-version";

  private Contracts() {}

  /**
   * The newest version of a contract that ships with the pipeline; those before it do as well.
   *
   * @throws IllegalArgumentException if there is no such contract
   */
  public static int newest(String contract) {
    int version = 0;
    while (Contracts.class.getResource(resource(contract, version + 1)) != null) {
      version++;
    }
    if (version == 0) {
      throw unknown(contract, 1);
    }
    return version;
  }

  /**
   * Loads one version of a contract.
   *
   * @param contract contract name, for instance {@value #AD_EVENT}
   * @param version from 1 on
   * @throws IllegalArgumentException if no such contract or version ships with the pipeline
   */
  public static Schema load(String contract, int version) {
    return parse(resource(contract, version)).orElseThrow(() -> unknown(contract, version));
  }

  /**
   * Loads a version in another layout: the same fields by name and type, in another order. It takes
   * the place of the version for writers, and is none of its own: readers, who go by names, need
   * {@link #load(String, int)} only, and {@link #newest} does not count it.
   *
   * @param layout its name, for instance {@code early}
   * @throws IllegalArgumentException if the version does not ship in that layout
   */
  public static Schema load(String contract, int version, String layout) {
    return parse("/contracts/%s/v%d-%s.avsc".formatted(contract, version, layout))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "version %d of contract %s has no layout '%s'; load it without one"
                        .formatted(version, contract, layout)));
  }

  private static Optional<Schema> parse(String resource) {
    try (InputStream in = Contracts.class.getResourceAsStream(resource)) {
      return in == null ? Optional.empty() : Optional.of(new Schema.Parser().parse(in));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read contract " + resource, e);
    }
  }

  private static String resource(String contract, int version) {
    return "/contracts/" + contract + "/v" + version + ".avsc";
  }

  private static IllegalArgumentException unknown(String contract, int version) {
    return new IllegalArgumentException(
        "contract %s has no version %d; known contracts: %s, %s"
            .formatted(contract, version, AD_EVENT, BILLING_EVENT));
  }
}
