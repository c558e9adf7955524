package dev.incidentlab.delta;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes digests of one event date to a file that can be read a bucket of keys at a time, so that
 * any number of rows can be compared in bounded memory. For one thread.
 *
 * <p>The file is a sequence of runs, each of entries ordered by bucket; then for each run the
 * number of entries in each bucket, the files that entries are of, and the range of keys that are
 * in none; then where these began. An entry is a digest, the number of its file or {@link
 * #NO_FILE}, and the number of the row in the file. It is not forced to disk: what it tells can be
 * had again from the rows.
 */
final class DigestWriter {

  /** Buckets that keys are spread over, a power of 2. */
  static final int BUCKETS = 64;

  static final int ENTRY_BYTES = RowDigest.BYTES + 2 * Integer.BYTES;

  /** File number of a row that was not staged. */
  static final int NO_FILE = -1;

  private static final int FIRST_CAPACITY = 1024;
  private static final int RUN_ENTRIES = 32 * 1024;
  private static final int OUTPUT_BUFFER = 64 * 1024;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final Path tableDirectory;
  private final String prefix;
  private final LocalDate date;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> files = new ArrayList<>();
  private final List<int[]> runs = new ArrayList<>();
  private byte[] entries = new byte[FIRST_CAPACITY * ENTRY_BYTES];
  private byte[] buckets = new byte[FIRST_CAPACITY];
  private int size;
  private String path;
  private DataOutputStream out;

  private boolean outsideFiles;

  /** Keys that are no UUIDs have bits without an order. */
  private boolean unordered;

  private long minHigh;
  private long minLow;
  private long maxHigh;
  private long maxLow;

  /**
   * @param prefix what the file's name begins with, as {@link TableFiles#stagedPath} takes it
   */
  DigestWriter(Path tableDirectory, String prefix, LocalDate date) {
    this.tableDirectory = tableDirectory;
    this.prefix = prefix;
    this.date = date;
  }

  static int bucket(RowDigest digest) {
    return (int) (digest.keyHash() >>> Long.SIZE - Integer.numberOfTrailingZeros(BUCKETS));
  }

  static int file(byte[] entries, int at) {
    return (int) INT.get(entries, at + RowDigest.BYTES);
  }

  static int row(byte[] entries, int at) {
    return (int) INT.get(entries, at + RowDigest.BYTES + Integer.BYTES);
  }

  /** The number that stands for a file. */
  int number(String file) {
    Integer number = numbers.get(file);
    if (number == null) {
      number = files.size();
      numbers.put(file, number);
      files.add(file);
    }
    return number;
  }

  /** Adds a row that is in a file, at this place. */
  void add(RowDigest digest, int file, int row) {
    if (size == buckets.length) {
      makeRoom();
    }
    int at = size * ENTRY_BYTES;
    digest.write(entries, at);
    INT.set(entries, at + RowDigest.BYTES, file);
    INT.set(entries, at + RowDigest.BYTES + Integer.BYTES, row);
    buckets[size++] = (byte) bucket(digest);
  }

  /** Adds a row that was not staged. */
  void add(RowDigest digest) {
    add(digest, NO_FILE, 0);
    unordered |= !digest.isUuid();
    long high = digest.keyHigh();
    long low = digest.keyLow();
    if (!outsideFiles || compare(high, low, minHigh, minLow) < 0) {
      minHigh = high;
      minLow = low;
    }
    if (!outsideFiles || compare(high, low, maxHigh, maxLow) > 0) {
      maxHigh = high;
      maxLow = low;
    }
    outsideFiles = true;
  }

  private static int compare(long highA, long lowA, long highB, long lowB) {
    int order = Long.compareUnsigned(highA, highB);
    return order != 0 ? order : Long.compareUnsigned(lowA, lowB);
  }

  private void makeRoom() {
    if (buckets.length < RUN_ENTRIES) {
      int capacity = Math.min(buckets.length * 4, RUN_ENTRIES);
      buckets = Arrays.copyOf(buckets, capacity);
      entries = Arrays.copyOf(entries, capacity * ENTRY_BYTES);
    } else {
      try {
        writeRun();
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  /** Orders what is there by bucket, counting, and writes it. */
  private void writeRun() throws IOException {
    if (out == null) {
      open();
    }
    int[] counts = new int[BUCKETS];
    for (int i = 0; i < size; i++) {
      counts[buckets[i]]++;
    }
    int[] next = new int[BUCKETS];
    for (int bucket = 1; bucket < BUCKETS; bucket++) {
      next[bucket] = next[bucket - 1] + counts[bucket - 1];
    }
    byte[] ordered = new byte[size * ENTRY_BYTES];
    for (int i = 0; i < size; i++) {
      System.arraycopy(
          entries, i * ENTRY_BYTES, ordered, next[buckets[i]]++ * ENTRY_BYTES, ENTRY_BYTES);
    }
    out.write(ordered);
    runs.add(counts);
    size = 0;
  }

  private void open() throws IOException {
    String name = TableFiles.stagedPath(prefix, UUID.randomUUID() + ".digests");
    Durable.createDirectories(tableDirectory.resolve(name).getParent());
    OutputStream file = Files.newOutputStream(tableDirectory.resolve(name));
    path = name;
    out = new DataOutputStream(new BufferedOutputStream(file, OUTPUT_BUFFER));
  }

  /** Closes the file. */
  DigestFile finish() {
    try {
      writeRun();
      long end = 0;
      for (int[] counts : runs) {
        end += (long) Arrays.stream(counts).sum() * ENTRY_BYTES;
      }
      out.writeInt(runs.size());
      for (int[] counts : runs) {
        for (int count : counts) {
          out.writeInt(count);
        }
      }
      out.writeInt(files.size());
      for (String file : files) {
        out.writeUTF(file);
      }
      out.writeBoolean(outsideFiles);
      if (outsideFiles) {
        out.writeBoolean(unordered);
        out.writeUTF(new UUID(minHigh, minLow).toString());
        out.writeUTF(new UUID(maxHigh, maxLow).toString());
      }
      out.writeLong(end);
      out.close();
      out = null;
      return new DigestFile(path, date);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Closes the file, if it was begun, and deletes it. */
  void abandon() {
    if (out != null) {
      try {
        out.close();
      } catch (IOException e) {
        // It is deleted next, so what could not be written does not matter.
      }
      new TableFiles(tableDirectory).discardDigests(List.of(new DigestFile(path, date)));
      out = null;
    }
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException(
        "cannot write digests of %s below %s".formatted(date, tableDirectory), e);
  }
}
