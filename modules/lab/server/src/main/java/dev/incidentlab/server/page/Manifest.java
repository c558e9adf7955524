package dev.incidentlab.server.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** What is in a folder, so that it can be told whether it still is. */
final class Manifest {
  static final String FILE = "manifest.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Manifest() {}

  /** A file's size in bytes, and its CRC-32. */
  record Sum(long bytes, long crc) {}

  /** Notes what is in a folder, in a file there. */
  static void write(Path folder) throws IOException {
    JSON.writeValue(folder.resolve(FILE).toFile(), sums(folder));
  }

  /** What is not as it was noted, in words; empty if all is. */
  static Optional<String> damage(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.of("no " + FILE);
    }
    try {
      Map<String, Sum> noted = JSON.readValue(file.toFile(), new TypeReference<>() {});
      Map<String, Sum> found = sums(folder);
      for (Map.Entry<String, Sum> one : noted.entrySet()) {
        if (!one.getValue().equals(found.remove(one.getKey()))) {
          return Optional.of(one.getKey() + " is missing or changed");
        }
      }
      return found.keySet().stream().findFirst().map(name -> name + " was added");
    } catch (JsonProcessingException e) {
      return Optional.of(FILE + " cannot be read");
    }
  }

  private static Map<String, Sum> sums(Path folder) throws IOException {
    Map<String, Sum> sums = new TreeMap<>();
    try (Stream<Path> files = Trees.files(folder)) {
      for (Path file : files.filter(path -> !path.equals(folder.resolve(FILE))).toList()) {
        sums.put(folder.relativize(file).toString(), sum(file));
      }
    }
    return sums;
  }

  private static Sum sum(Path file) throws IOException {
    CRC32 crc = new CRC32();
    try (FileChannel channel = FileChannel.open(file)) {
      MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      crc.update(bytes);
      return new Sum(channel.size(), crc.getValue());
    }
  }
}
