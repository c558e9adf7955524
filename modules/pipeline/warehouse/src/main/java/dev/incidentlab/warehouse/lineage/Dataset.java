package dev.incidentlab.warehouse.lineage;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;

/** A topic, a table, what a model publishes, or a dashboard. */
public record Dataset(Kind kind, String name) implements Comparable<Dataset> {
  private static final Comparator<Dataset> ORDER =
      Comparator.comparing(Dataset::kind).thenComparing(Dataset::name);

  /** What it is; in the order in which data flows. */
  public enum Kind {
    TOPIC("kafka://incident-lab"),
    TABLE("lake"),
    MODEL("downstream"),
    DASHBOARD("dashboards");

    private final String namespace;

    Kind(String namespace) {
      this.namespace = namespace;
    }

    /** Of OpenLineage: the same in every run, unlike ports and folders. */
    public String namespace() {
      return namespace;
    }

    /** As people say it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The dataset of an event.
   *
   * @throws IllegalArgumentException if the namespace is none of ours
   */
  static Dataset of(String namespace, String name) {
    return new Dataset(
        Arrays.stream(Kind.values())
            .filter(kind -> kind.namespace.equals(namespace))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'%s' is no namespace of these: %s"
                            .formatted(
                                namespace,
                                Arrays.stream(Kind.values()).map(Kind::namespace).toList()))),
        name);
  }

  public static Dataset topic(String name) {
    return new Dataset(Kind.TOPIC, name);
  }

  public static Dataset table(String name) {
    return new Dataset(Kind.TABLE, name);
  }

  public static Dataset model(String name) {
    return new Dataset(Kind.MODEL, name);
  }

  @Override
  public int compareTo(Dataset other) {
    return ORDER.compare(this, other);
  }
}
