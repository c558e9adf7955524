package dev.incidentlab.ingest.flags;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One flag in the shape of flagd's flag definitions (flagd documentation, "Flag definitions").
 *
 * @param state {@code ENABLED} or {@code DISABLED}; a disabled flag evaluates to the caller's
 *     default
 * @param variants value by variant name
 * @param defaultVariant the variant in force
 * @param metadata {@code description} in words
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record FlagDefinition(
    @JsonProperty("state") String state,
    @JsonProperty("variants") Map<String, Object> variants,
    @JsonProperty("defaultVariant") String defaultVariant,
    @JsonProperty("metadata") Map<String, Object> metadata) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DESCRIPTION = "description";

  public FlagDefinition {
    variants = new LinkedHashMap<>(variants);
    metadata = metadata == null ? Map.of() : new LinkedHashMap<>(metadata);
    if (!variants.containsKey(defaultVariant)) {
      throw new IllegalArgumentException(
          "default variant %s is none of the flag's variants %s; choose one of them"
              .formatted(defaultVariant, variants.keySet()));
    }
  }

  /** An enabled flag. */
  public static FlagDefinition of(
      String description, Map<String, Object> variants, String defaultVariant) {
    return new FlagDefinition(
        "ENABLED", variants, defaultVariant, Map.of(DESCRIPTION, description));
  }

  public boolean enabled() {
    return "ENABLED".equals(state);
  }

  /** The value of the variant in force. */
  public Object value() {
    return variants.get(defaultVariant);
  }

  public String description() {
    return String.valueOf(metadata.getOrDefault(DESCRIPTION, ""));
  }

  /**
   * The same flag with another variant in force.
   *
   * @throws IllegalArgumentException if the flag has no such variant
   */
  public FlagDefinition withVariant(String variant) {
    return new FlagDefinition(state, variants, variant, metadata);
  }

  public byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(
          Map.of(
              "state", state,
              "variants", variants,
              "defaultVariant", defaultVariant,
              "metadata", metadata));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a flag definition is always JSON", e);
    }
  }

  static FlagDefinition fromJson(byte[] json) {
    try {
      return JSON.readValue(json, FlagDefinition.class);
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException(
          "not a flag definition: " + new String(json, StandardCharsets.UTF_8), e);
    }
  }
}
