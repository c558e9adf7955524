package dev.incidentlab.drill.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

class ScenarioSchemaTest {
  private final JsonNode schema = ScenarioSchema.of(ScenarioReaderTest.VOCABULARY);

  @Test
  void hasTheWordsThatFilesMayUse() {
    assertThat(schema.at("/properties/faults/items/properties/inject/enum"))
        .extracting(JsonNode::asText)
        .containsExactly("producer.rollout");
    assertThat(schema.at("/properties/difficulty/enum"))
        .extracting(JsonNode::asText)
        .containsExactly("advanced", "beginner", "intermediate");
  }

  @Test
  void saysOfEachKeyWhatItIsAbout() {
    assertDescribed(schema, "");
  }

  private static void assertDescribed(JsonNode object, String path) {
    JsonNode properties = object.path("properties");
    for (Iterator<String> names = properties.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      JsonNode property = properties.get(name);
      assertThat(property.path("description").asText()).as(path + name).isNotBlank();
      assertDescribed(property, path + name + ".");
      assertDescribed(property.path("items"), path + name + "[].");
    }
  }

  @Test
  void refusesKeysThatAreNotReadAndWantsThoseThatMustBe() {
    JsonNode clock = schema.at("/properties/clock");

    assertThat(clock.path("additionalProperties").asBoolean(true)).isFalse();
    assertThat(clock.path("required"))
        .extracting(JsonNode::asText)
        .containsExactly("date", "history", "start", "page", "deadline");
  }

  @Test
  void aConditionHasOneLimit() {
    assertThat(schema.at("/properties/barrier/items/oneOf"))
        .extracting(one -> one.at("/required/0").asText())
        .containsExactly("above", "atMost");
  }
}
