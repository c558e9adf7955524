package dev.incidentlab.server.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.schema.RegistryUnavailableException;
import dev.incidentlab.schema.SchemaRegistry;
import dev.incidentlab.schema.UndecodableException;
import dev.incidentlab.schema.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * A record's bytes as a person can read them: by the schema that wrote them, which is what the
 * record says, and not by what any job makes of it.
 *
 * @param schemaId the id in the frame, null without a frame
 * @param format avro, json or hex
 * @param text one line
 * @param reason why it is hex, else null
 */
public record RecordText(Integer schemaId, String format, String text, String reason) {
  private static final int LONGEST_HEX = 512;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** The text of a value; null of null. */
  public static RecordText of(byte[] value, SchemaRegistry registry) {
    if (value == null) {
      return new RecordText(null, "json", null, null);
    }
    Integer id = null;
    try {
      id = WireFormat.schemaId(value);
      return new RecordText(id, "avro", decode(value, registry.byId(id)), null);
    } catch (UndecodableException e) {
      String json = id == null ? json(value) : null;
      return json == null
          ? new RecordText(id, "hex", hex(value), e.getMessage())
          : new RecordText(null, "json", json, null);
    } catch (RegistryUnavailableException e) {
      return new RecordText(id, "hex", hex(value), e.getMessage());
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      return new RecordText(
          id, "hex", hex(value), "does not follow schema id %d: %s".formatted(id, e.getMessage()));
    }
  }

  /** A key as text, or as hex if it is none. */
  public static String key(byte[] key) {
    if (key == null) {
      return null;
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
      return text.chars().anyMatch(Character::isISOControl) ? hex(key) : text;
    } catch (CharacterCodingException e) {
      return hex(key);
    }
  }

  private static String decode(byte[] frame, Schema writer)
      throws IOException, UndecodableException {
    BinaryDecoder decoder =
        DecoderFactory.get()
            .binaryDecoder(
                frame, WireFormat.HEADER_LENGTH, frame.length - WireFormat.HEADER_LENGTH, null);
    Object value = new GenericDatumReader<>(writer).read(null, decoder);
    if (!decoder.isEnd()) {
      throw new UndecodableException(
          UndecodableException.Reason.TRAILING_BYTES, "its schema does not account for every byte");
    }
    return value.toString();
  }

  /** Text of other tools, for instance a flag's definition; null if it is no JSON object. */
  private static String json(byte[] value) {
    try {
      JsonNode tree = JSON.readTree(new String(value, StandardCharsets.UTF_8));
      return tree.isObject() ? JSON.writeValueAsString(tree) : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static String hex(byte[] bytes) {
    int shown = Math.min(bytes.length, LONGEST_HEX);
    String hex = HexFormat.of().formatHex(bytes, 0, shown);
    return shown < bytes.length ? "%s… (%d bytes)".formatted(hex, bytes.length) : hex;
  }
}
