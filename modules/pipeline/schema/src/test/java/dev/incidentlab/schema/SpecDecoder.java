package dev.incidentlab.schema;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/**
 * A second decoder, written from Avro's specification ("Binary encoding", "Schema Resolution") and
 * sharing no code with Avro's own: what the first one is compared with. It knows the types that the
 * contracts have. Two things that the specification leaves open are taken as Avro's library takes
 * them: a number may have more bytes than it needs (5 for an int, 10 for a long at most), and bits
 * beyond the type's width are dropped.
 */
final class SpecDecoder {

  /** The bytes are not what the schema says. */
  static final class SpecException extends Exception {
    private static final long serialVersionUID = 1L;

    SpecException(String message) {
      super(message, null, false, false);
    }
  }

  /** Where a number stands that decides how the bytes behind it are read. */
  record Mark(int at, Schema type) {}

  private record Symbol(String name) {}

  private final byte[] bytes;
  private final List<Mark> marks = new ArrayList<>();
  private int at;

  private SpecDecoder(byte[] bytes, int from) {
    this.bytes = bytes;
    this.at = from;
  }

  /**
   * What a reader sees, and how many bytes were left.
   *
   * @param value records as lists in the order of the reader's fields, texts and symbols as strings
   */
  record Read(List<Object> value, int left) {}

  static Read read(byte[] frame, Schema writer, Schema reader) throws SpecException {
    SpecDecoder decoder = new SpecDecoder(frame, WireFormat.HEADER_LENGTH);
    Map<?, ?> written = (Map<?, ?>) decoder.written(writer);
    return new Read(resolvedRecord(written, reader), frame.length - decoder.at);
  }

  /** Where lengths, branches and symbols stand in a frame that the schema has written. */
  static List<Mark> marks(byte[] frame, Schema writer) throws SpecException {
    SpecDecoder decoder = new SpecDecoder(frame, WireFormat.HEADER_LENGTH);
    decoder.written(writer);
    return List.copyOf(decoder.marks);
  }

  private Object written(Schema type) throws SpecException {
    int start = at;
    switch (type.getType()) {
      case RECORD -> {
        Map<String, Object> fields = new HashMap<>();
        for (Schema.Field field : type.getFields()) {
          fields.put(field.name(), written(field.schema()));
        }
        return fields;
      }
      case NULL -> {
        return null;
      }
      case LONG -> {
        return number(10);
      }
      case INT -> {
        return (int) number(5);
      }
      case STRING -> {
        marks.add(new Mark(start, type));
        long length = number(10);
        if (length < 0 || length > bytes.length - at) {
          throw new SpecException("length " + length);
        }
        at += (int) length;
        return ByteBuffer.wrap(bytes, at - (int) length, (int) length);
      }
      case ENUM -> {
        marks.add(new Mark(start, type));
        return new Symbol(chosen(type.getEnumSymbols()));
      }
      case UNION -> {
        marks.add(new Mark(start, type));
        return written(chosen(type.getTypes()));
      }
      default -> throw new IllegalArgumentException("no contract has " + type);
    }
  }

  private <T> T chosen(List<T> options) throws SpecException {
    int index = (int) number(5);
    if (index < 0 || index >= options.size()) {
      throw new SpecException("index " + index);
    }
    return options.get(index);
  }

  /** Variable-length zig-zag coding. */
  private long number(int mostBytes) throws SpecException {
    long raw = 0;
    for (int i = 0; i < mostBytes; i++) {
      if (at >= bytes.length) {
        throw new SpecException("end of bytes");
      }
      byte b = bytes[at++];
      raw |= (long) (b & 0x7f) << (7 * i);
      if (b >= 0) {
        if (mostBytes == 5) {
          raw &= 0xffff_ffffL;
        }
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw new SpecException("a number of too many bytes");
  }

  private static List<Object> resolvedRecord(Map<?, ?> written, Schema reader)
      throws SpecException {
    Object[] values = new Object[reader.getFields().size()];
    for (Schema.Field field : reader.getFields()) {
      values[field.pos()] =
          written.containsKey(field.name())
              ? resolved(written.get(field.name()), field.schema())
              : defaultOf(field);
    }
    return Arrays.asList(values);
  }

  private static Object defaultOf(Schema.Field field) {
    if (field.defaultVal() != JsonProperties.NULL_VALUE) {
      throw new IllegalArgumentException("no contract has a default as of " + field);
    }
    return null;
  }

  private static Object resolved(Object written, Schema reader) throws SpecException {
    if (written instanceof ByteBuffer text) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(text.duplicate()).toString();
      } catch (CharacterCodingException e) {
        throw new SpecException("no UTF-8");
      }
    }
    if (written instanceof Symbol symbol) {
      return reader.getEnumSymbols().contains(symbol.name())
          ? symbol.name()
          : reader.getEnumDefault();
    }
    if (written instanceof Map<?, ?> fields) {
      return resolvedRecord(fields, recordOf(reader));
    }
    return written;
  }

  private static Schema recordOf(Schema reader) {
    return reader.getType() == Schema.Type.RECORD
        ? reader
        : reader.getTypes().stream()
            .filter(t -> t.getType() == Schema.Type.RECORD)
            .findFirst()
            .orElseThrow();
  }
}
