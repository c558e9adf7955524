package dev.incidentlab.server.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.incidentlab.schema.SchemaRegistry;
import dev.incidentlab.schema.WireFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordTextTest {
  private static final Schema WRITER =
      SchemaBuilder.record("E").fields().requiredString("id").requiredLong("n").endRecord();

  private HttpServer http;
  private SchemaRegistry registry;

  /** A registry that knows schema id 1. */
  @BeforeEach
  void startRegistry() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          boolean known = exchange.getRequestURI().getPath().equals("/schemas/ids/1");
          String schema = WRITER.toString().replace("\"", "\\\"");
          byte[] body =
              (known
                      ? "{\"schema\": \"%s\"}".formatted(schema)
                      : "{\"error_code\": 40403, \"message\": \"not found\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(known ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    http.start();
    registry = new SchemaRegistry("http://127.0.0.1:" + http.getAddress().getPort());
  }

  @AfterEach
  void stopRegistry() {
    http.stop(0);
  }

  @Test
  void aFramedValueIsDecodedByTheSchemaThatWroteIt() {
    assertThat(RecordText.of(frame(1), registry))
        .isEqualTo(new RecordText(1, "avro", "{\"id\": \"e\", \"n\": 7}", null));
  }

  @Test
  void bytesThatTheSchemaDoesNotAccountForAreShownAsHex() {
    byte[] longer = Arrays.copyOf(frame(1), frame(1).length + 1);
    byte[] shorter = Arrays.copyOf(frame(1), WireFormat.HEADER_LENGTH + 1);

    assertThat(RecordText.of(longer, registry).format()).isEqualTo("hex");
    assertThat(RecordText.of(longer, registry).reason()).contains("every byte");
    assertThat(RecordText.of(shorter, registry).reason()).contains("does not follow schema id 1");
  }

  @Test
  void anUnknownSchemaIdAndARegistryThatIsAwayAreReasons() {
    assertThat(RecordText.of(frame(1), registry).format()).isEqualTo("avro");
    assertThat(RecordText.of(frame(99), registry))
        .extracting(RecordText::schemaId, RecordText::format, RecordText::reason)
        .containsExactly(99, "hex", "the registry knows no schema with id 99");
    http.stop(0);
    assertThat(RecordText.of(frame(2), registry).reason()).contains("registry http://127.0.0.1");
  }

  @Test
  void jsonIsShownAsItIsAndOtherBytesAreHex() {
    assertThat(RecordText.of("{\n \"a\": 1}".getBytes(StandardCharsets.UTF_8), registry))
        .isEqualTo(new RecordText(null, "json", "{\"a\":1}", null));
    assertThat(RecordText.of(new byte[] {1, 2}, registry))
        .extracting(RecordText::text, RecordText::reason)
        .containsExactly("0102", "the record has 2 bytes; a frame starts with a header of 5");
    assertThat(RecordText.of(null, registry).text()).isNull();
    assertThat(RecordText.key(new byte[] {(byte) 0xff})).isEqualTo("ff");
    assertThat(RecordText.key("ad-1".getBytes(StandardCharsets.UTF_8))).isEqualTo("ad-1");
  }

  private static byte[] frame(int schemaId) {
    return WireFormat.encode(
        schemaId, WRITER, new GenericRecordBuilder(WRITER).set("id", "e").set("n", 7L).build());
  }
}
