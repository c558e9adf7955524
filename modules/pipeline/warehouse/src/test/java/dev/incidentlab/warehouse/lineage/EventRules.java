package dev.incidentlab.warehouse.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** OpenLineage's rules, as {@code openlineage/run-event.json} among the test resources has them. */
public final class EventRules {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(
              EventRules.class.getResourceAsStream("/openlineage/run-event.json"),
              SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());

  private EventRules() {}

  /** What is wrong with an event; empty if nothing is. */
  static List<String> broken(JsonNode event) {
    return SCHEMA.validate(event).stream().map(ValidationMessage::getMessage).toList();
  }

  /** The events of a file, each of which must follow the rules. */
  public static List<JsonNode> read(Path file) {
    try {
      List<JsonNode> events = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        JsonNode event = JSON.readTree(line);
        if (!broken(event).isEmpty()) {
          throw new AssertionError(broken(event) + " in " + event.toPrettyString());
        }
        events.add(event);
      }
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
