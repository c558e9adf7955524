package dev.incidentlab.ingest.flags;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The flags that ingest obeys, in force for each record from the moment the topic has them. The
 * values are kept between changes, so asking costs nothing per record.
 */
public final class IngestFlags implements AutoCloseable {
  /** String flag: how a record is decoded: {@code pinned}, {@code registry} or {@code stream}. */
  public static final String DECODER = "ingest.decoder";

  /** Boolean flag: whether a record that cannot be decoded becomes a dead letter. */
  public static final String DEAD_LETTERS = "ingest.dead-letters";

  /** String flag: what becomes of a record while the registry does not answer. */
  public static final String REGISTRY_ERRORS = "ingest.registry-errors";

  private static final String WAIT = "wait";
  private static final String DEAD_LETTER = "dead-letter";
  private static final String DOMAIN = "ingest";

  private final OpenFeatureAPI api;
  private final Client client;
  private volatile Values values;

  /** How a record is decoded. */
  public enum DecoderKind {
    /** One schema for every record. */
    PINNED,
    /** The writer's schema by id from the registry. */
    REGISTRY,
    /** One schema and one decoder for all records, which reads on where it stopped. */
    STREAM;

    /**
     * The kind of a variant of the flag.
     *
     * @throws IllegalArgumentException if it is none of the flag's
     */
    public static DecoderKind of(String variant) {
      return valueOf(variant.toUpperCase(Locale.ROOT));
    }

    private static DecoderKind orPinned(String variant) {
      return Arrays.stream(values())
          .filter(kind -> kind.name().equalsIgnoreCase(variant))
          .findAny()
          .orElse(PINNED);
    }
  }

  private record Values(DecoderKind decoder, boolean deadLetters, boolean registryErrorsSetAside) {}

  private IngestFlags(OpenFeatureAPI api) {
    this.api = api;
    this.client = api.getClient(DOMAIN);
    this.values = evaluate();
    client.onProviderConfigurationChanged(change -> values = evaluate());
  }

  /** Reads the topic to its end, then follows it. */
  public static IngestFlags follow(FlagTopic topic) {
    return of(new FlagTopicProvider(topic));
  }

  /** The flags of any provider. */
  public static IngestFlags of(FeatureProvider provider) {
    OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
    api.setProviderAndWait(DOMAIN, provider);
    return new IngestFlags(api);
  }

  /** The definitions that a new lab starts with. */
  public static Map<String, FlagDefinition> defaults() {
    Map<String, FlagDefinition> flags = new LinkedHashMap<>();
    flags.put(
        DECODER,
        FlagDefinition.of(
            "How ingest decodes a record: by one schema (pinned), by its writer's from the registry,"
                + " or by one schema from a stream of all payloads (stream).",
            Map.of("pinned", "pinned", "registry", "registry", "stream", "stream"),
            "pinned"));
    flags.put(
        DEAD_LETTERS,
        FlagDefinition.of(
            "Whether ingest sets records aside that it cannot read.",
            Map.of("on", true, "off", false),
            "off"));
    flags.put(
        REGISTRY_ERRORS,
        FlagDefinition.of(
            "What ingest does with a record while the registry does not answer: wait for it, or"
                + " take the record for one that cannot be read (dead-letter).",
            Map.of(WAIT, WAIT, DEAD_LETTER, DEAD_LETTER),
            WAIT));
    return flags;
  }

  public DecoderKind decoder() {
    return values.decoder();
  }

  public boolean deadLetters() {
    return values.deadLetters();
  }

  /** Whether a record is taken for bad data when the registry does not answer. */
  public boolean registryErrorsSetAside() {
    return values.registryErrorsSetAside();
  }

  private Values evaluate() {
    return new Values(
        DecoderKind.orPinned(client.getStringValue(DECODER, "pinned")),
        client.getBooleanValue(DEAD_LETTERS, false),
        client.getStringValue(REGISTRY_ERRORS, WAIT).equals(DEAD_LETTER));
  }

  @Override
  public void close() {
    api.shutdown();
  }
}
