package dev.incidentlab.producer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** The progress of a run, beside its ledgers as {@code producer.json}. */
final class ProgressFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  ProgressFile(Path ledgerDirectory) {
    this.file = ledgerDirectory.resolve("producer.json");
  }

  /** What the last run left; empty if this directory has seen none. */
  Optional<Progress> load() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode node = JSON.readTree(file.toFile());
      Rollout rollout =
          new Rollout(
              node.required("v2Share").doubleValue(),
              node.required("viewThrough").booleanValue(),
              // Runs from before there was a choice have none.
              Layout.of(node.path("layout").asText(Layout.LATE.word())));
      return Optional.of(
          new Progress(
              node.required("seed").longValue(),
              node.required("rate").doubleValue(),
              Instant.parse(node.required("start").textValue()),
              Instant.parse(node.required("publishedThrough").textValue()),
              rollout));
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      throw new IOException(
          "%s is not a producer's progress: %s; use a fresh ledger directory"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Replaces the file in one step, so that a crash leaves the old or the new one. */
  void save(Progress progress) throws IOException {
    ObjectNode node = JSON.createObjectNode();
    node.put("seed", progress.seed());
    node.put("rate", progress.rate());
    node.put("start", progress.start().toString());
    node.put("publishedThrough", progress.publishedThrough().toString());
    node.put("v2Share", progress.rollout().v2Share());
    node.put("viewThrough", progress.rollout().viewThrough());
    node.put("layout", progress.rollout().layout().word());
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.write(ByteBuffer.wrap(JSON.writeValueAsBytes(node)));
      channel.force(false);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
