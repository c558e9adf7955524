package dev.incidentlab.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.io.api.Binary;

/**
 * What an upsert has to know of a row: its key in 128 bits, its precedence, its values in 64 bits.
 * One instance is filled anew for each row.
 *
 * <p><b>Why collisions are no concern.</b> A key that is a UUID in its canonical form is its own
 * 128 bits. Others are hashed to 128 bits (MurmurHash3, x64 variant, by Austin Appleby): among 10
 * million keys the chance of any collision is 10^14 / 2^129, about 10^-25. The 64 bits of the
 * values are only ever compared between two rows of the same key, so a changed row is taken for
 * unchanged with a chance of 2^-64 each. Neither is meant to withstand someone who looks for
 * collisions.
 */
final class RowDigest {

  /** Size of what {@link #write} writes. */
  static final int BYTES = 40;

  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;
  private static final int UUID_LENGTH = 36;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private long keyHigh;
  private long keyLow;
  private int revision;
  private long offset;
  private int topicPartition;
  private long content;

  /** Whether the key's bits are a UUID and no hash: then they have the order that keys have. */
  private boolean uuid;

  private long hashHigh;
  private long hashLow;

  void reset() {
    content = 0;
  }

  void key(Binary utf8) {
    key(utf8.toByteBuffer());
  }

  void key(ByteBuffer utf8) {
    uuid = parseUuid(utf8);
    if (!uuid) {
      hash(utf8);
      keyHigh = hashHigh;
      keyLow = hashLow;
    }
  }

  void revision(int value) {
    revision = value;
  }

  void offset(long value) {
    offset = value;
  }

  void topicPartition(int value) {
    topicPartition = value;
  }

  /**
   * Mixes in that the column has this value; a null is not mixed in at all, so that a row has the
   * same values before and after its table gained a column.
   *
   * @param column as {@link #column} names it
   */
  void value(long column, long value) {
    content = finish(content * C1 + finish(value ^ column));
  }

  void value(long column, Binary utf8) {
    value(column, utf8.toByteBuffer());
  }

  void value(long column, ByteBuffer utf8) {
    hash(utf8);
    value(column, hashHigh ^ Long.rotateLeft(hashLow, 32));
  }

  void value(long column, byte[] utf8, int length) {
    hash(utf8, 0, length);
    value(column, hashHigh ^ Long.rotateLeft(hashLow, 32));
  }

  /** Writes what {@link #read} reads: {@value #BYTES} bytes. */
  void write(byte[] to, int at) {
    LONG.set(to, at, keyHigh);
    LONG.set(to, at + 8, keyLow);
    LONG.set(to, at + 16, content);
    LONG.set(to, at + 24, offset);
    LONG.set(to, at + 32, (long) revision << 32 | (topicPartition & 0xffffffffL));
  }

  /** Takes on what {@link #write} wrote; whether the key is a UUID is not among it. */
  void read(byte[] from, int at) {
    keyHigh = (long) LONG.get(from, at);
    keyLow = (long) LONG.get(from, at + 8);
    content = (long) LONG.get(from, at + 16);
    offset = (long) LONG.get(from, at + 24);
    long both = (long) LONG.get(from, at + 32);
    revision = (int) (both >>> 32);
    topicPartition = (int) both;
  }

  /** A hash of the key: the bits of a UUID of version 7 begin with a clock. */
  long keyHash() {
    return finish(keyHigh ^ Long.rotateLeft(keyLow, 23));
  }

  boolean isUuid() {
    return uuid;
  }

  long keyHigh() {
    return keyHigh;
  }

  long keyLow() {
    return keyLow;
  }

  int revision() {
    return revision;
  }

  long offset() {
    return offset;
  }

  int topicPartition() {
    return topicPartition;
  }

  long content() {
    return content;
  }

  /**
   * What stands for a column, whatever file it is in: its place is another one in files from before
   * the table gained a column.
   *
   * @param path its name, within records with the records' names before it
   */
  static long column(String path) {
    return hashOf(path)[0];
  }

  /** The 128-bit hash of a text that is no UUID. */
  static long[] hashOf(String text) {
    RowDigest digest = new RowDigest();
    digest.hash(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    return new long[] {digest.hashHigh, digest.hashLow};
  }

  /** Takes only the canonical lower-case form: another spelling is another key. */
  private boolean parseUuid(ByteBuffer bytes) {
    if (bytes.remaining() != UUID_LENGTH) {
      return false;
    }
    long high = 0;
    long low = 0;
    int start = bytes.position();
    for (int i = 0; i < UUID_LENGTH; i++) {
      byte c = bytes.get(start + i);
      if (i == 8 || i == 13 || i == 18 || i == 23) {
        if (c != '-') {
          return false;
        }
        continue;
      }
      int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (digit < 0) {
        return false;
      }
      if (i < 18) {
        high = high << 4 | digit;
      } else {
        low = low << 4 | digit;
      }
    }
    keyHigh = high;
    keyLow = low;
    return true;
  }

  private void hash(ByteBuffer source) {
    if (source.hasArray()) {
      hash(source.array(), source.arrayOffset() + source.position(), source.remaining());
    } else {
      byte[] bytes = new byte[source.remaining()];
      source.duplicate().get(bytes);
      hash(bytes, 0, bytes.length);
    }
  }

  private void hash(byte[] bytes, int from, int length) {
    long h1 = 0;
    long h2 = 0;
    int at = from;
    int end = from + length;
    for (; at + 16 <= end; at += 16) {
      h1 ^= scramble1((long) LONG.get(bytes, at));
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
      h2 ^= scramble2((long) LONG.get(bytes, at + 8));
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
    }
    h1 ^= scramble1(tail(bytes, at, Math.min(at + 8, end)));
    h2 ^= scramble2(tail(bytes, at + 8, end));
    h1 ^= length;
    h2 ^= length;
    h1 += h2;
    h2 += h1;
    h1 = finish(h1);
    h2 = finish(h2);
    hashHigh = h1 + h2;
    hashLow = h2 + hashHigh;
  }

  /** The bytes that are left, 8 at most, as a number. */
  private static long tail(byte[] bytes, int from, int to) {
    int left = to - from;
    if (left > 0 && to >= Long.BYTES) {
      // One read that reaches back beats a read for each byte.
      return (long) LONG.get(bytes, to - Long.BYTES) >>> (Long.BYTES - left) * Byte.SIZE;
    }
    long word = 0;
    for (int i = to - 1; i >= from; i--) {
      word = word << 8 | (bytes[i] & 0xffL);
    }
    return word;
  }

  private static long scramble1(long word) {
    return Long.rotateLeft(word * C1, 31) * C2;
  }

  private static long scramble2(long word) {
    return Long.rotateLeft(word * C2, 33) * C1;
  }

  /** MurmurHash3's 64-bit finalizer: every input bit changes about half of the output bits. */
  static long finish(long value) {
    long h = value;
    h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
    h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
    return h ^ h >>> 33;
  }
}
