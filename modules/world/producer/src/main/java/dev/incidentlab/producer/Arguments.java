package dev.incidentlab.producer;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The command line.
 *
 * @param port of the HTTP interface on 127.0.0.1; 0 for a free one
 * @param bootstrap Kafka's addresses, host:port,...
 * @param registry base address of the registry's Confluent API
 * @param ledger directory, made if it does not exist
 * @param seed of all events
 * @param rate mean ad events per story second
 * @param start story instant of the first event, a whole second
 * @param clientConfig a file of {@link dev.incidentlab.schema.ClientConfig}
 * @param namePrefix what goes before the names of topics and subjects on a shared platform
 */
record Arguments(
    int port,
    String bootstrap,
    String registry,
    Path ledger,
    long seed,
    double rate,
    Instant start,
    Optional<Path> clientConfig,
    String namePrefix) {

  private static final List<String> REQUIRED =
      List.of("--port", "--bootstrap", "--registry", "--ledger", "--seed", "--rate", "--start");
  private static final String CLIENT_CONFIG = "--client-config";
  private static final String NAME_PREFIX = "--name-prefix";
  private static final List<String> OPTIONAL = List.of(CLIENT_CONFIG, NAME_PREFIX);
  private static final int MAX_PORT = 65_535;
  private static final double MAX_RATE = 100_000;

  Arguments {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "--port is %d; ports are 0 (a free one) to %d".formatted(port, MAX_PORT));
    }
    if (!(rate > 0 && rate <= MAX_RATE)) {
      throw new IllegalArgumentException(
          "--rate is %s; it is a number of events per second, above 0 and at most %s"
              .formatted(rate, MAX_RATE));
    }
    Progress.requireWholeSecond("--start", start);
    requireHttp(registry);
    clientConfig.ifPresent(Arguments::requireReadable);
  }

  /**
   * @throws IllegalArgumentException if an argument is unknown, missing, doubled or wrong; the
   *     message is one line
   */
  static Arguments parse(String... arguments) {
    Map<String, String> values = pair(arguments);
    List<String> missing = REQUIRED.stream().filter(name -> !values.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s missing; the arguments are %s VALUE and optionally %s VALUE"
              .formatted(
                  String.join(", ", missing),
                  String.join(" VALUE ", REQUIRED),
                  String.join(" VALUE ", OPTIONAL)));
    }
    return new Arguments(
        value(values, "--port", "a number", Integer::valueOf),
        value(values, "--bootstrap", "host:port,...", Function.identity()),
        value(values, "--registry", "an http address", Function.identity()),
        value(values, "--ledger", "a directory", Path::of),
        value(values, "--seed", "a whole number", Long::valueOf),
        value(values, "--rate", "a number", Double::valueOf),
        value(values, "--start", "an instant such as 2026-03-03T05:00:00Z", Instant::parse),
        Optional.ofNullable(values.get(CLIENT_CONFIG)).map(Path::of),
        values.getOrDefault(NAME_PREFIX, ""));
  }

  private static Map<String, String> pair(String... arguments) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i];
      if (!REQUIRED.contains(name) && !OPTIONAL.contains(name)) {
        throw new IllegalArgumentException(
            "argument %s is unknown; there are %s and %s"
                .formatted(name, String.join(", ", REQUIRED), String.join(", ", OPTIONAL)));
      }
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException("%s has no value".formatted(name));
      }
      if (values.put(name, arguments[i + 1]) != null) {
        throw new IllegalArgumentException("%s is given twice".formatted(name));
      }
    }
    return values;
  }

  private static <T> T value(
      Map<String, String> values, String name, String form, Function<String, T> parse) {
    String text = values.get(name);
    try {
      if (text.isBlank()) {
        throw new IllegalArgumentException("blank");
      }
      return parse.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException("%s is \"%s\"; it is %s".formatted(name, text, form), e);
    }
  }

  private static void requireHttp(String registry) {
    try {
      String scheme = new URI(registry).getScheme();
      if ("http".equals(scheme) || "https".equals(scheme)) {
        return;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "--registry is \"%s\"; it is an address such as http://127.0.0.1:8081/apis/ccompat/v7"
            .formatted(registry));
  }

  private static void requireReadable(Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(
          "%s is %s; it is a properties file that can be read".formatted(CLIENT_CONFIG, file));
    }
  }
}
