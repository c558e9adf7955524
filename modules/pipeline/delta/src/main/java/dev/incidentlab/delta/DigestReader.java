package dev.incidentlab.delta;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a {@link DigestWriter} wrote; for any number of threads. */
final class DigestReader implements Closeable {

  private final Path file;
  private final FileChannel channel;
  private final List<String> files = new ArrayList<>();

  /** For each run, where each bucket begins in the file, and where the last one ends. */
  private final List<long[]> runs = new ArrayList<>();

  private final boolean outsideFiles;
  private final Optional<KeyRange> keysOutsideFiles;
  private final long rows;

  /**
   * @throws TableException if the file is gone
   */
  static DigestReader open(Path file) {
    try {
      FileChannel channel = FileChannel.open(file);
      try {
        return new DigestReader(file, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      throw new TableException("digests %s are not there; stage the rows again".formatted(file), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read digests " + file, e);
    }
  }

  private DigestReader(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    long size = channel.size();
    long end = ByteBuffer.wrap(bytes(size - Long.BYTES, Long.BYTES)).getLong();
    DataInputStream in =
        new DataInputStream(
            new ByteArrayInputStream(bytes(end, Math.toIntExact(size - Long.BYTES - end))));
    long at = 0;
    for (int run = in.readInt(); run > 0; run--) {
      long[] starts = new long[DigestWriter.BUCKETS + 1];
      for (int bucket = 0; bucket < DigestWriter.BUCKETS; bucket++) {
        starts[bucket] = at;
        at += (long) in.readInt() * DigestWriter.ENTRY_BYTES;
      }
      starts[DigestWriter.BUCKETS] = at;
      runs.add(starts);
    }
    rows = at / DigestWriter.ENTRY_BYTES;
    for (int i = in.readInt(); i > 0; i--) {
      files.add(in.readUTF());
    }
    outsideFiles = in.readBoolean();
    if (outsideFiles && !in.readBoolean()) {
      keysOutsideFiles = Optional.of(new KeyRange(in.readUTF(), in.readUTF()));
    } else {
      keysOutsideFiles = Optional.empty();
    }
  }

  /** Files that digests are of, by number. */
  List<String> files() {
    return files;
  }

  /** Digests in the file. */
  long rows() {
    return rows;
  }

  /** Whether there are digests of rows that are in no file. */
  boolean outsideFiles() {
    return outsideFiles;
  }

  /** What their keys lie in; empty if there are none, or if their order is not known. */
  Optional<KeyRange> keysOutsideFiles() {
    return keysOutsideFiles;
  }

  /**
   * The entries of some buckets, run by run, each a multiple of {@link DigestWriter#ENTRY_BYTES}.
   *
   * @param to exclusive
   */
  List<byte[]> read(int from, int to) {
    List<byte[]> sections = new ArrayList<>();
    try {
      for (long[] starts : runs) {
        int length = Math.toIntExact(starts[to] - starts[from]);
        if (length > 0) {
          sections.add(bytes(starts[from], length));
        }
      }
      return sections;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read digests " + file, e);
    }
  }

  private byte[] bytes(long from, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new EOFException("%s ends at %d".formatted(file, channel.size()));
      }
    }
    return bytes.array();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close digests " + file, e);
    }
  }
}
