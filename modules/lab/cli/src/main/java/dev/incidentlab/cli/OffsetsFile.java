package dev.incidentlab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.cli.Syntax.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Sends the offsets that a file holds in place of its name: the lab need not run where the file is.
 * The file has lines {@code partition: offset}, with blank lines and {@code #} remarks between, or
 * one JSON object of that shape.
 */
record OffsetsFile(Action action) implements Action {
  static final String ARGUMENT = "fromOffsets";

  private static final Pattern LINE = Pattern.compile("\\s*(\\d{1,9})\\s*:\\s*(\\d{1,18})\\s*");

  @Override
  public int run(Call call) throws Exception {
    String file = call.arguments().get(ARGUMENT);
    if (file == null) {
      return action.run(call);
    }
    Map<String, String> arguments = new LinkedHashMap<>(call.arguments().values());
    arguments.put(ARGUMENT, read(Path.of(file)));
    return action.run(
        new Call(
            call.shell(),
            call.project(),
            call.terminal(),
            call.caller(),
            new Arguments(arguments),
            call.environment()));
  }

  /**
   * As it is sent: {@code 0=120,1=98}.
   *
   * @throws UsageException if the file cannot be read or holds anything else
   */
  static String read(Path file) {
    String text = text(file);
    Map<Integer, Long> offsets =
        text.stripLeading().startsWith("{") ? fromJson(file, text) : fromLines(file, text);
    if (offsets.isEmpty()) {
      throw new UsageException(
          "--from-offsets: %s has no offset; write a line `partition: offset` for each partition"
              .formatted(file));
    }
    return offsets.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(","));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new UsageException(
          "--from-offsets: there is no file %s; give one with lines `partition: offset`"
              .formatted(file));
    } catch (IOException e) {
      throw new UsageException(
          "--from-offsets: cannot read %s (%s); give a text file".formatted(file, e));
    }
  }

  private static Map<Integer, Long> fromLines(Path file, String text) {
    Map<Integer, Long> offsets = new TreeMap<>();
    List<String> lines = text.lines().toList();
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1).replaceFirst("#.*", "");
      if (line.isBlank()) {
        continue;
      }
      Matcher pair = LINE.matcher(line);
      if (!pair.matches()) {
        throw new UsageException(
            "--from-offsets: %s line %d is '%s'; it must be `partition: offset`, for instance 0: 120"
                .formatted(file, number, line.strip()));
      }
      int partition = Integer.parseInt(pair.group(1));
      if (offsets.put(partition, Long.valueOf(pair.group(2))) != null) {
        throw new UsageException(
            "--from-offsets: %s line %d names partition %d again; name each once"
                .formatted(file, number, partition));
      }
    }
    return offsets;
  }

  private static Map<Integer, Long> fromJson(Path file, String text) {
    JsonNode json;
    try {
      json = new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new UsageException(
          "--from-offsets: %s line %d is no JSON; write {\"0\": 120, \"1\": 98}"
              .formatted(file, e.getLocation().getLineNr()));
    }
    Map<Integer, Long> offsets = new TreeMap<>();
    json.properties()
        .forEach(
            e -> {
              boolean offset = e.getValue().canConvertToLong() && e.getValue().isIntegralNumber();
              if (!e.getKey().matches("\\d{1,9}") || !offset || e.getValue().asLong() < 0) {
                throw new UsageException(
                    "--from-offsets: %s has \"%s\": %s; each must be \"partition\": offset, for instance \"0\": 120"
                        .formatted(file, e.getKey(), e.getValue()));
              }
              offsets.put(Integer.valueOf(e.getKey()), e.getValue().asLong());
            });
    return offsets;
  }
}
