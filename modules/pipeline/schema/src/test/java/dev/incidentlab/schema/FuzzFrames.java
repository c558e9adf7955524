package dev.incidentlab.schema;

import dev.incidentlab.schema.SpecDecoder.Mark;
import dev.incidentlab.schema.SpecDecoder.SpecException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;

/**
 * Valid frames and what a seeded chance makes of them. A frame is a function of seed and index
 * alone, so that one can be made again without those before it.
 */
final class FuzzFrames {
  static final int V1_ID = 1;
  static final int V2_ID = 2;

  /** An id of a schema that no version of the contract can read. */
  static final int STRANGER_ID = 3;

  static final int UNKNOWN_ID = 4;

  private static final int[] IDS = {V1_ID, V2_ID, STRANGER_ID, UNKNOWN_ID};

  private static final long[] LENGTHS = {
    2_000_000_000L,
    Integer.MAX_VALUE,
    Integer.MAX_VALUE - 8L,
    1L << 31,
    1L << 32,
    1L << 62,
    Long.MAX_VALUE,
    -1,
    -2,
    Integer.MIN_VALUE,
    Long.MIN_VALUE,
    1_000_000,
    127,
    64
  };

  private static final byte[][] NO_UTF8 = {
    {(byte) 0xc0, (byte) 0x80}, {(byte) 0xff}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
    {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, {(byte) 0x80}, {(byte) 0xe2, (byte) 0x82}
  };

  private static final String[] TEXTS = {
    "", "DE", "mobile", "feed_top", "\u0000", "Grüße", "日本", "😀", "a\u0000b", "x".repeat(300)
  };

  private final long seed;

  FuzzFrames(long seed) {
    this.seed = seed;
  }

  private enum Way {
    NONE,
    FLIP_BITS,
    INSERT,
    DELETE,
    TRUNCATE,
    SPLICE,
    LENGTH_OR_INDEX,
    LONGER_NUMBER,
    NO_UTF8,
    OTHER_ID,
    HEADER,
    TRAILING,
    RANDOM_PAYLOAD,
    RANDOM,
    TOMBSTONE
  }

  private static final Way[] WAYS = Way.values();

  byte[] frame(long index) throws SpecException {
    SplittableRandom random = new SplittableRandom(seed * 0x9e3779b97f4a7c15L + index);
    Schema writer = random.nextBoolean() ? AdEventSamples.V1 : AdEventSamples.V2;
    byte[] frame = valid(random, writer);
    Way way = WAYS[random.nextInt(WAYS.length)];
    return switch (way) {
      case NONE -> frame;
      case FLIP_BITS -> {
        for (int i = random.nextInt(1, 9); i > 0; i--) {
          frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        }
        yield frame;
      }
      case INSERT -> replaced(frame, random.nextInt(frame.length + 1), 0, bytes(random, 4));
      case DELETE -> {
        int from = random.nextInt(frame.length);
        int count = Math.min(frame.length - from, random.nextInt(1, 5));
        yield replaced(frame, from, count, new byte[0]);
      }
      case TRUNCATE -> Arrays.copyOf(frame, random.nextInt(frame.length));
      case SPLICE -> {
        byte[] other = valid(random, AdEventSamples.V2);
        int from = random.nextInt(other.length);
        byte[] tail = Arrays.copyOfRange(other, from, other.length);
        int cut = random.nextInt(frame.length);
        yield replaced(frame, cut, frame.length - cut, tail);
      }
      case LENGTH_OR_INDEX -> {
        Mark mark = mark(random, frame, writer);
        long number =
            random.nextBoolean() ? LENGTHS[random.nextInt(LENGTHS.length)] : random.nextInt(-3, 9);
        yield replaced(frame, mark.at(), numberBytes(frame, mark.at()), zigZag(number));
      }
      case LONGER_NUMBER -> {
        Mark mark = mark(random, frame, writer);
        int end = mark.at() + numberBytes(frame, mark.at()) - 1;
        byte[] padded = new byte[1 + random.nextInt(1, 11)];
        Arrays.fill(padded, (byte) 0x80);
        padded[0] = (byte) (frame[end] | 0x80);
        padded[padded.length - 1] = 0;
        yield replaced(frame, end, 1, padded);
      }
      case NO_UTF8 -> {
        byte[] bad = NO_UTF8[random.nextInt(NO_UTF8.length)];
        int from = random.nextInt(WireFormat.HEADER_LENGTH, frame.length - bad.length);
        yield replaced(frame, from, bad.length, bad);
      }
      case OTHER_ID -> withId(frame, random.nextInt(8) == 0 ? random.nextInt() : id(random));
      case HEADER ->
          random.nextBoolean()
              ? replaced(frame, 0, 1, bytes(random, 1))
              : Arrays.copyOfRange(frame, random.nextInt(1, 6), frame.length);
      case TRAILING -> replaced(frame, frame.length, 0, bytes(random, 12));
      case RANDOM_PAYLOAD ->
          withId(replaced(frame, 5, frame.length - 5, bytes(random, 160)), id(random));
      case RANDOM -> bytes(random, 200);
      case TOMBSTONE -> null;
    };
  }

  /** A frame as a writer of this version would send it. */
  static byte[] valid(SplittableRandom random, Schema writer) {
    GenericRecordBuilder event = new GenericRecordBuilder(writer);
    List<String> types = writer.getField("event_type").schema().getEnumSymbols();
    event
        .set(
            "event_id",
            random.nextInt(8) == 0
                ? text(random)
                : "01936b1c-0000-7000-8000-" + random.nextInt(1 << 30))
        .set(
            "event_ts",
            random.nextInt(8) == 0 ? random.nextLong() : 1_767_000_000_000_000L + random.nextInt())
        .set(
            "event_type",
            new GenericData.EnumSymbol(
                writer.getField("event_type").schema(), types.get(random.nextInt(types.size()))))
        .set("customer_id", random.nextLong() >> random.nextInt(64))
        .set("campaign_id", random.nextLong() >> random.nextInt(64))
        .set("country", text(random))
        .set("device_type", text(random))
        .set("placement", random.nextBoolean() ? null : text(random))
        .set("spend_micros", random.nextLong() >> random.nextInt(64));
    if (writer.getField("attribution") != null && random.nextBoolean()) {
      GenericRecord attribution = AdEventSamples.attribution(text(random), random.nextInt());
      event.set("attribution", attribution);
    }
    int id = writer == AdEventSamples.V1 ? V1_ID : V2_ID;
    return WireFormat.encode(id, writer, event.build());
  }

  private static int id(SplittableRandom random) {
    return IDS[random.nextInt(IDS.length)];
  }

  private static String text(SplittableRandom random) {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  private static Mark mark(SplittableRandom random, byte[] frame, Schema writer)
      throws SpecException {
    List<Mark> marks = SpecDecoder.marks(frame, writer);
    return marks.get(random.nextInt(marks.size()));
  }

  private static byte[] bytes(SplittableRandom random, int most) {
    byte[] bytes = new byte[random.nextInt(1, most + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] withId(byte[] frame, int id) {
    ByteBuffer.wrap(frame).putInt(1, id);
    return frame;
  }

  private static byte[] replaced(byte[] frame, int from, int count, byte[] by) {
    byte[] result = new byte[frame.length - count + by.length];
    System.arraycopy(frame, 0, result, 0, from);
    System.arraycopy(by, 0, result, from, by.length);
    System.arraycopy(frame, from + count, result, from + by.length, frame.length - from - count);
    return result;
  }

  private static int numberBytes(byte[] frame, int at) {
    int end = at;
    while (frame[end] < 0) {
      end++;
    }
    return end - at + 1;
  }

  static byte[] zigZag(long number) {
    ByteBuffer bytes = ByteBuffer.allocate(10);
    long raw = number << 1 ^ number >> 63;
    while ((raw & ~0x7fL) != 0) {
      bytes.put((byte) (raw & 0x7f | 0x80));
      raw >>>= 7;
    }
    bytes.put((byte) raw);
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
