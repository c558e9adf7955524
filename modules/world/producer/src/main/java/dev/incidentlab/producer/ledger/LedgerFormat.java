package dev.incidentlab.producer.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The bytes of a ledger file, big-endian: a header of {@value #HEADER_LENGTH} bytes, then records
 * of {@value #RECORD_LENGTH} bytes each in strictly ascending offset order.
 *
 * <pre>
 * header                          record
 *   0 magic "ILLEDGER"              0 offset           long
 *   8 format version   int          8 event id, high   long
 *  12 partition        int         16 event id, low    long
 *  16 topic id         2 longs     24 event time       long, microseconds
 *  32 length of name   short       32 row hash, v1     long
 *  34 topic name       UTF-8, 0s   40 row hash, v2     long
 * 284 CRC-32C of 0-283 int         48 payload CRC-32C  int
 *                                  52 kind             byte
 *                                  53 schema version   byte
 *                                  54 check of 0-53    short
 * </pre>
 *
 * The check tells a whole record from a torn one, or from the zeros that a file system may leave
 * after a crash; it is no defence against anyone.
 */
final class LedgerFormat {
  static final String SUFFIX = ".ledger";
  static final int HEADER_LENGTH = 288;
  static final int RECORD_LENGTH = 56;

  static final int OFFSET = 0;
  static final int ID_HIGH = 8;
  static final int ID_LOW = 16;
  static final int EVENT_TS = 24;
  static final int ROW_HASH = 32;
  static final int ROW_HASH_V2 = 40;
  static final int PAYLOAD_CRC = 48;
  static final int KIND = 52;
  static final int SCHEMA_VERSION = 53;
  private static final int CHECK = 54;

  private static final long MAGIC = 0x494c4c4544474552L;
  private static final int VERSION = 3;
  private static final int NAME_AT = 34;
  private static final int HEADER_CRC_AT = 284;
  private static final long CHECK_FACTOR = 0x9e3779b97f4a7c15L;

  private LedgerFormat() {}

  static ByteBuffer encode(LedgerHeader header) {
    byte[] name = header.topic().getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_LENGTH);
    bytes.putLong(MAGIC).putInt(VERSION).putInt(header.partition());
    bytes.putLong(header.topicId().getMostSignificantBits());
    bytes.putLong(header.topicId().getLeastSignificantBits());
    bytes.putShort((short) name.length).put(name);
    bytes.putInt(HEADER_CRC_AT, headerCrc(bytes));
    return bytes.rewind();
  }

  /** Reads and checks the header; the channel's position does not move. */
  static LedgerHeader readHeader(Path file, FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_LENGTH);
    readFully(channel, bytes, 0);
    if (bytes.position() < HEADER_LENGTH
        || bytes.getLong(0) != MAGIC
        || bytes.getInt(HEADER_CRC_AT) != headerCrc(bytes)) {
      throw new LedgerException(
          "%s is no ledger: its first %d bytes are not a ledger's header; remove the file or name another directory"
              .formatted(file, HEADER_LENGTH));
    }
    bytes.rewind().position(Long.BYTES);
    int version = bytes.getInt();
    if (version != VERSION) {
      throw new LedgerException(
          "%s has ledger format %d; this program reads format %d: use the one that wrote it"
              .formatted(file, version, VERSION));
    }
    int partition = bytes.getInt();
    UUID topicId = new UUID(bytes.getLong(), bytes.getLong());
    byte[] name = new byte[bytes.getShort()];
    bytes.get(NAME_AT, name);
    return new LedgerHeader(new String(name, StandardCharsets.UTF_8), partition, topicId);
  }

  /** Fills the buffer from the file's {@code position} on, or up to the end of the file. */
  static void readFully(FileChannel channel, ByteBuffer into, long position) throws IOException {
    long at = position;
    while (into.hasRemaining()) {
      int read = channel.read(into, at);
      if (read < 0) {
        return;
      }
      at += read;
    }
  }

  /** Whole records in a file of this size. */
  static long records(long fileSize) {
    return Math.max(0, fileSize - HEADER_LENGTH) / RECORD_LENGTH;
  }

  /** The file position of a record by its place in the file, from 0 on. */
  static long position(long index) {
    return HEADER_LENGTH + index * RECORD_LENGTH;
  }

  static void seal(ByteBuffer bytes, int at) {
    bytes.putShort(at + CHECK, check(bytes, at));
  }

  static boolean isWhole(ByteBuffer bytes, int at) {
    return bytes.getShort(at + CHECK) == check(bytes, at) && LedgerKind.knows(bytes.get(at + KIND));
  }

  static LedgerRecord record(ByteBuffer bytes, int at) {
    return new LedgerRecord(
        bytes.getLong(at + OFFSET),
        bytes.getLong(at + ID_HIGH),
        bytes.getLong(at + ID_LOW),
        bytes.getLong(at + EVENT_TS),
        bytes.getLong(at + ROW_HASH),
        bytes.getLong(at + ROW_HASH_V2),
        bytes.getInt(at + PAYLOAD_CRC),
        LedgerKind.of(bytes.get(at + KIND)),
        bytes.get(at + SCHEMA_VERSION));
  }

  private static short check(ByteBuffer bytes, int at) {
    long sum = CHECK_FACTOR;
    for (int word = 0; word < PAYLOAD_CRC; word += Long.BYTES) {
      sum = (sum ^ bytes.getLong(at + word)) * CHECK_FACTOR;
      sum ^= sum >>> 32;
    }
    long rest = (bytes.getInt(at + PAYLOAD_CRC) & 0xffffffffL) << 16;
    rest |= bytes.getShort(at + KIND) & 0xffffL;
    sum = (sum ^ rest) * CHECK_FACTOR;
    return (short) (sum >>> 48);
  }

  private static int headerCrc(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.duplicate().order(ByteOrder.BIG_ENDIAN).limit(HEADER_CRC_AT).position(0));
    return (int) crc.getValue();
  }
}
