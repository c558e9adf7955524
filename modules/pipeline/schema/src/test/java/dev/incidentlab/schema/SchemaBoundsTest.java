package dev.incidentlab.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.schema.UndecodableException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writers' schemas that a record of some bytes could keep a reader busy with for ever. */
class SchemaBoundsTest {
  private static final Schema V1 = AdEventSamples.V1;
  private static final int ID = 7;

  /** Far more steps than a test may take, if items that have no bytes were gone through. */
  private static final long COUNT = 1L << 40;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{'type': 'array', 'items': 'null'}                                       | array of null",
        "{'type': 'array', 'items': {'type': 'fixed', 'name': 'F', 'size': 0}}    | array of F",
        "{'type': 'array', 'items': {'type': 'record', 'name': 'E', 'fields': []}}| array of E",
        "{'type': 'record', 'name': 'R', 'fields': [{'name': 'r', 'type': 'R'}]}  | record ads.events.R is inside itself"
      })
  void refusesTypesThatTakeNoBytesForMuch(String type, String why) {
    assertThat(SchemaBounds.violation(withField(type.replace('\'', '"'))))
        .hasValueSatisfying(v -> assertThat(v).contains(why));
  }

  @Test
  void refusesRecordsThatDoubleAndTypesThatLieDeep() {
    assertThat(SchemaBounds.violation(withField(doubling(40))))
        .hasValueSatisfying(v -> assertThat(v).contains("more than 10,000 types"));
    String deep = "\"long\"";
    for (int i = 0; i < 300; i++) {
      deep = "{\"type\": \"array\", \"items\": " + deep + "}";
    }
    assertThat(SchemaBounds.violation(withField(deep)))
        .hasValueSatisfying(v -> assertThat(v).contains("more than 200 deep"));
  }

  @Test
  void takesTheContractsAndOrdinaryRecords() {
    assertThat(SchemaBounds.violation(V1)).isEmpty();
    assertThat(SchemaBounds.violation(AdEventSamples.V2)).isEmpty();
    assertThat(SchemaBounds.violation(withField(doubling(5)))).isEmpty();
  }

  @Test
  void aRecordBehindAnUnboundedSchemaIsBadData() {
    RegistryDecoder decoder = decoder(withField("{\"type\": \"array\", \"items\": \"null\"}"));
    byte[] frame = v1With(numbers(COUNT));

    assertThatThrownBy(() -> decoder.decode(frame))
        .isInstanceOfSatisfying(
            UndecodableException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.NO_COMPATIBLE_READER))
        .hasMessageContaining("schema id 7")
        .hasMessageContaining("items that take no bytes");
  }

  @Test
  void countsOfItemsThatAreNotThereAreNotBelieved() {
    RegistryDecoder decoder = decoder(withField("{\"type\": \"array\", \"items\": \"long\"}"));

    assertMalformed(decoder, v1With(numbers(COUNT)));
    assertMalformed(decoder, v1With(numbers(-COUNT, 1)));
    assertMalformed(decoder, v1With(numbers(-1, -1)));
    assertMalformed(decoder, v1With(numbers(Long.MIN_VALUE, 0)));
  }

  @Test
  void skipsWhatTheReaderDoesNotHave() throws Exception {
    RegistryDecoder decoder = decoder(withField("{\"type\": \"array\", \"items\": \"long\"}"));

    // Two items one by one, two in a block that says its size, the end.
    byte[] frame = v1With(numbers(2, 5, 6, -2, 2, 7, 8, 0));

    assertThat(decoder.decode(frame)).isEqualTo(AdEventSamples.v1("feed_top"));
  }

  /** Avro's library takes a piece of the stack for each link, and one link is one byte. */
  @Test
  void aListOfAMillionLinksIsBadDataAndFillsNoStack() {
    RegistryDecoder decoder = decoder(withField(LIST));
    byte[] links = new byte[1_000_000];
    Arrays.fill(links, (byte) 2);
    links[links.length - 1] = 0;

    assertThatThrownBy(() -> decoder.decode(v1With(links)))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("record ads.events.L is inside itself");
  }

  private static final String LIST =
      "{\"type\": \"record\", \"name\": \"L\", \"fields\":"
          + " [{\"name\": \"next\", \"type\": [\"null\", \"L\"]}]}";

  /** Records that each hold the next one twice. */
  private static String doubling(int levels) {
    String type = "\"null\"";
    for (int i = 0; i < levels; i++) {
      String again = i == 0 ? type : "\"D" + (i - 1) + "\"";
      type =
          "{\"type\": \"record\", \"name\": \"D%d\", \"fields\": [{\"name\": \"a\", \"type\": %s}, {\"name\": \"b\", \"type\": %s}]}"
              .formatted(i, type, again);
    }
    return type;
  }

  /** Version 1 with one more field, at the end. */
  private static Schema withField(String type) {
    String json = V1.toString();
    String fields = json.substring(0, json.lastIndexOf("]}"));
    return new Schema.Parser().parse(fields + ",{\"name\":\"extra\",\"type\":" + type + "}]}");
  }

  private static byte[] v1With(byte[] extra) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(WireFormat.encode(ID, V1, AdEventSamples.v1("feed_top")));
    out.writeBytes(extra);
    return out.toByteArray();
  }

  private static RegistryDecoder decoder(Schema writer) {
    return new RegistryDecoder((SchemasById) id -> writer, Contracts.AD_EVENT, 1);
  }

  private static void assertMalformed(RegistryDecoder decoder, byte[] frame) {
    assertThatThrownBy(() -> decoder.decode(frame))
        .isInstanceOfSatisfying(
            UndecodableException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
  }

  /** Numbers as Avro has them. */
  private static byte[] numbers(long... numbers) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (long number : numbers) {
      out.writeBytes(FuzzFrames.zigZag(number));
    }
    return out.toByteArray();
  }
}
