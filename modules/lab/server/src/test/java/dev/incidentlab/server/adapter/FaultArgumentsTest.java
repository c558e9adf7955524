package dev.incidentlab.server.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.drill.Fault;
import dev.incidentlab.drill.FaultException;
import dev.incidentlab.schema.Contracts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaNormalization;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultArgumentsTest {
  private static final Map<String, Object> REPLAY =
      Map.of(
          "verb", "replay run",
          "arguments", Map.of("from", "06:30", "to", "08:30", "mode", "append"),
          "who", "sam");

  @Test
  void whatIsRightHasNoProblems() {
    assertThat(FaultArguments.problems("colleague.verb", REPLAY)).isEmpty();
    assertThat(
            FaultArguments.problems(
                "flag.set", Map.of("flag", "ingest.decoder", "variant", "stream")))
        .isEmpty();
    assertThat(FaultArguments.problems("schema.annotate", Map.of("subject", "ad-events-value")))
        .isEmpty();
    assertThat(FaultArguments.problems("component.kill", Map.of("component", "registry")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stop                | verb is 'stop'; a colleague uses one that changes the platform",
        "hint                | verb is 'hint'; a colleague uses one that changes the platform",
        "status              | verb is 'status'; a colleague uses one that changes the platform",
        "replay everything   | verb is 'replay everything', and is none",
        "flag set            | flag set: argument 'from' is unknown; known: flag, variant",
        "job start           | job start: from is '06:30'; it must be one of checkpoint",
      })
  void aColleaguesVerbIsCheckedAsTheLearnersIs(String verb, String problem) {
    Map<String, Object> arguments =
        Map.of("verb", verb, "arguments", Map.of("from", "06:30"), "who", "sam");

    assertThat(FaultArguments.problems("colleague.verb", arguments))
        .singleElement()
        .asString()
        .startsWith(problem);
  }

  @Test
  void whatIsMissingUnknownOrNoneIsNamed() {
    assertThat(FaultArguments.problems("flag.set", Map.of("flag", "x", "vriant", "y")))
        .containsExactly("variant is missing; give it", "vriant is unknown; known: flag, variant");
    assertThat(FaultArguments.problems("flag.set", Map.of("flag", "x", "variant", "y")))
        .singleElement()
        .asString()
        .startsWith("flag is 'x'; flags: [ingest.decoder,");
    assertThat(
            FaultArguments.problems("flag.set", Map.of("flag", "ingest.decoder", "variant", "y")))
        .containsExactly("variant is 'y'; ingest.decoder has [pinned, registry, stream]");
    assertThat(FaultArguments.problems("component.kill", Map.of("component", "zookeeper")))
        .singleElement()
        .asString()
        .startsWith("component 'zookeeper' is not known");
    assertThat(FaultArguments.problems("colleague.verb", Map.of("verb", "replay run")))
        .containsExactly("who is missing; give it");
  }

  @Test
  void whatTheProducerTakesHasNoProblems() {
    assertThat(
            FaultArguments.problems("producer.rollout", Map.of("v2Share", 1, "viewThrough", true)))
        .isEmpty();
    assertThat(
            FaultArguments.problems(
                "producer.rollout",
                Map.of("v2Share", 0.05, "viewThrough", false, "layout", "early")))
        .isEmpty();
    assertThat(
            FaultArguments.problems(
                "producer.poison",
                Map.of("kind", "UNKNOWN_SCHEMA_ID", "topic", "billing-events", "count", 3L)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.5  | true  | late  | v2Share is '1.5'; it is a share from 0 to 1",
        "-0.1 | true  | late  | v2Share is '-0.1'; it is a share from 0 to 1",
        "NaN  | true  | late  | v2Share is 'NaN'; it is a share from 0 to 1",
        "0.5  | true  | last  | layout is 'last'; it is one of late, early",
      })
  void aRollOutIsCheckedWhenItIsRead(
      double share, boolean viewThrough, String layout, String problem) {
    Map<String, Object> arguments =
        Map.of("v2Share", share, "viewThrough", viewThrough, "layout", layout);

    assertThat(FaultArguments.problems("producer.rollout", arguments)).containsExactly(problem);
  }

  @Test
  void ofARollOutAllIsGivenByItsNameAndKind() {
    assertThat(FaultArguments.problems("producer.rollout", Map.of("v2share", 1)))
        .containsExactly(
            "v2Share is missing; give it",
            "viewThrough is missing; give it",
            "v2share is unknown; known: v2Share, viewThrough, layout");
    assertThat(
            FaultArguments.problems(
                "producer.rollout", Map.of("v2Share", "much", "viewThrough", true)))
        .containsExactly("v2Share is 'much'; it is a share from 0 to 1");
    assertThat(
            FaultArguments.problems("producer.rollout", Map.of("v2Share", 1, "viewThrough", "no")))
        .containsExactly("viewThrough is 'no'; it is true or false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BAD            | ad-events      | 1     | kind is 'BAD'; it is one of NOT_AVRO, UNKNOWN_SCHEMA_ID, BROKEN_PAYLOAD",
        "NOT_AVRO       | x              | 1     | topic of NOT_AVRO is 'x'; it is one of ad-events, billing-events",
        "BROKEN_PAYLOAD | billing-events | 1     | topic of BROKEN_PAYLOAD is 'billing-events'; it is one of ad-events",
        "NOT_AVRO       | ad-events      | 0     | count is '0'; it is a whole number from 1 to 10000",
        "NOT_AVRO       | ad-events      | 10001 | count is '10001'; it is a whole number from 1 to 10000",
      })
  void poisonIsCheckedWhenItIsRead(String kind, String topic, long count, String problem) {
    assertThat(
            FaultArguments.problems(
                "producer.poison", Map.of("kind", kind, "topic", topic, "count", count)))
        .containsExactly(problem);
  }

  @Test
  void aColleagueIsAskedForTheVerbAndWhatFailsThereIsTheFaults() throws FaultException {
    List<String> used = new ArrayList<>();
    Fault fault =
        PlatformFaults.of(
                null,
                () -> null,
                (verb, arguments, who) -> {
                  used.add(who + ": " + verb.words() + " " + arguments);
                  if (used.size() > 1) {
                    throw new IllegalStateException("no job manager");
                  }
                })
            .get(PlatformFaults.COLLEAGUE_VERB);

    fault.inject(Instant.EPOCH, REPLAY);

    assertThat(used).containsExactly("sam: replay run {from=06:30, mode=append, to=08:30}");
    Assertions.assertThatThrownBy(() -> fault.inject(Instant.EPOCH, REPLAY))
        .isInstanceOf(FaultException.class)
        .hasMessage("colleague.verb: no job manager");
  }

  @Test
  void anAnnotatedSchemaIsAnotherTextOfTheSameSchema() {
    Schema schema = Contracts.load(Contracts.AD_EVENT, 2);

    Schema annotated = PlatformFaults.documented(schema, "Reviewed.");

    assertThat(annotated.getDoc()).isEqualTo("Reviewed.");
    assertThat(annotated.toString()).isNotEqualTo(schema.toString());
    assertThat(SchemaNormalization.toParsingForm(annotated))
        .isEqualTo(SchemaNormalization.toParsingForm(schema));
    assertThat(
            SchemaCompatibility.checkReaderWriterCompatibility(schema, annotated)
                .getResult()
                .getIncompatibilities())
        .isEmpty();
  }
}
