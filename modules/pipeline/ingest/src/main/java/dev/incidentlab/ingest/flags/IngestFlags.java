package dev.incidentlab.ingest.flags;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The flags that ingest obeys, in force for each record from the moment the topic has them. The
 * values are kept between changes, so asking costs nothing per record.
 */
public final class IngestFlags implements AutoCloseable {
  /** String flag: how a record's schema is found, {@code pinned} or {@code registry}. */
  public static final String DECODER = "ingest.decoder";

  /** Boolean flag: whether a record that cannot be decoded becomes a dead letter. */
  public static final String DEAD_LETTERS = "ingest.dead-letters";

  private static final String DOMAIN = "ingest";

  private final OpenFeatureAPI api;
  private final Client client;
  private volatile Values values;

  /** How a record's schema is found. */
  public enum DecoderKind {
    /** One schema for every record. */
    PINNED,
    /** The writer's schema by id from the registry. */
    REGISTRY
  }

  private record Values(DecoderKind decoder, boolean deadLetters) {}

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
            "How ingest finds the schema of a record.",
            Map.of("pinned", "pinned", "registry", "registry"),
            "pinned"));
    flags.put(
        DEAD_LETTERS,
        FlagDefinition.of(
            "Whether ingest sets records aside that it cannot read.",
            Map.of("on", true, "off", false),
            "off"));
    return flags;
  }

  public DecoderKind decoder() {
    return values.decoder();
  }

  public boolean deadLetters() {
    return values.deadLetters();
  }

  private Values evaluate() {
    String decoder = client.getStringValue(DECODER, "pinned");
    return new Values(
        "registry".equals(decoder) ? DecoderKind.REGISTRY : DecoderKind.PINNED,
        client.getBooleanValue(DEAD_LETTERS, false));
  }

  @Override
  public void close() {
    api.shutdown();
  }
}
