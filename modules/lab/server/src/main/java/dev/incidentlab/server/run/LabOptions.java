package dev.incidentlab.server.run;

import dev.incidentlab.stack.Component;
import dev.incidentlab.stack.EmbeddedStack;
import dev.incidentlab.warehouse.lineage.Lineage;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a lab is started.
 *
 * @param home the built lab: libraries by process, and the ingest jar
 * @param scenario the scenario's folder
 * @param run the run's folder
 * @param seed of everything that is drawn
 * @param pace story seconds per wall second from the page on
 * @param rate ad events per story second; empty means the scenario's
 * @param who who started it
 * @param autopilot whether the scenario's fixes may be asked for before the end
 * @param apiHost address that the HTTP API listens on
 * @param apiPort port of the HTTP API; 0 means any that is free
 * @param ports ports of components that are fixed
 * @param resume whether the run is one that goes on: then only folders and {@code who} count, and
 *     the rest is as the run was started
 * @param fresh whether the run is brought to its page even if another one's could be taken
 * @param lineageUrl an OpenLineage backend that is told of lineage, too
 * @param external a platform that somebody else runs; empty for one of the run's own
 */
public record LabOptions(
    Path home,
    Path scenario,
    Path run,
    long seed,
    double pace,
    OptionalDouble rate,
    String who,
    boolean autopilot,
    String apiHost,
    int apiPort,
    Map<Component, Integer> ports,
    boolean resume,
    boolean fresh,
    Optional<URI> lineageUrl,
    Optional<ExternalPlatform> external) {
  /** Where the HTTP API listens unless it is told otherwise. */
  public static final String LOOPBACK = "127.0.0.1";

  private static final String LISTEN = "--listen";
  private static final Set<String> NAMES =
      Stream.concat(
              ExternalPlatform.NAMES.stream(),
              Stream.of(
                  "--home",
                  "--scenario-dir",
                  "--run-dir",
                  "--seed",
                  "--pace",
                  "--rate",
                  "--as",
                  "--port",
                  "--autopilot",
                  "--resume",
                  "--fresh",
                  LISTEN,
                  "--lineage-url"))
          .collect(Collectors.toUnmodifiableSet());
  private static final String API = "api";

  /**
   * Reads the server's arguments.
   *
   * @throws IllegalArgumentException if one is unknown, missing or out of range
   */
  public static LabOptions parse(List<String> args) {
    Map<String, String> given = new HashMap<>();
    Map<Component, Integer> ports = new EnumMap<>(Component.class);
    String apiHost = LOOPBACK;
    int apiPort = 0;
    for (int i = 0; i < args.size(); i += 2) {
      String name = args.get(i);
      if (!NAMES.contains(name) || i + 1 == args.size()) {
        throw new IllegalArgumentException(
            "argument '%s' is unknown or has no value; known: %s".formatted(name, NAMES));
      }
      String value = args.get(i + 1);
      if (name.equals("--port")) {
        String[] port = value.split("=", 2);
        if (port.length != 2) {
          throw new IllegalArgumentException(
              "--port '%s' must be COMPONENT=PORT, for instance kafka=9092".formatted(value));
        }
        int number = (int) number(name, port[1]);
        if (port[0].equals(API)) {
          apiPort = number;
        } else {
          ports.put(Component.of(port[0]), number);
        }
      } else if (name.equals(LISTEN)) {
        int colon = value.lastIndexOf(':');
        if (colon < 1) {
          throw new IllegalArgumentException(
              "%s '%s' must be ADDRESS:PORT, for instance 0.0.0.0:8080".formatted(LISTEN, value));
        }
        apiHost = value.substring(0, colon);
        apiPort = (int) number(LISTEN, value.substring(colon + 1));
      } else {
        given.put(name, value);
      }
    }
    double pace = number("--pace", given.getOrDefault("--pace", "1"));
    if (pace <= 0) {
      throw new IllegalArgumentException(
          "--pace is %s; it must be above 0 story seconds per second".formatted(pace));
    }
    return new LabOptions(
        path(given, "--home"),
        path(given, "--scenario-dir"),
        path(given, "--run-dir"),
        (long) number("--seed", given.getOrDefault("--seed", "42")),
        pace,
        rate(given.get("--rate")),
        given.getOrDefault("--as", System.getProperty("user.name")),
        Boolean.parseBoolean(given.get("--autopilot")),
        apiHost,
        apiPort,
        ports,
        Boolean.parseBoolean(given.get("--resume")),
        Boolean.parseBoolean(given.get("--fresh")),
        Optional.ofNullable(given.get("--lineage-url")).map(Lineage::address),
        ExternalPlatform.of(given));
  }

  /** Folder of the run's tables. */
  public Path tables() {
    return external.map(platform -> platform.folder(run)).orElse(run).resolve("tables");
  }

  /** Folder that has a folder of retained checkpoints for each job. */
  public Path checkpoints() {
    return external
        .map(platform -> platform.folder(run).resolve("checkpoints"))
        .orElseGet(() -> EmbeddedStack.checkpoints(run));
  }

  private static OptionalDouble rate(String text) {
    if (text == null) {
      return OptionalDouble.empty();
    }
    double rate = number("--rate", text);
    if (rate <= 0) {
      throw new IllegalArgumentException(
          "--rate is %s; it must be above 0 ad events per story second".formatted(text));
    }
    return OptionalDouble.of(rate);
  }

  private static Path path(Map<String, String> given, String name) {
    String value = given.get(name);
    if (value == null) {
      throw new IllegalArgumentException("argument %s is missing; give it".formatted(name));
    }
    return Path.of(value).toAbsolutePath().normalize();
  }

  private static double number(String name, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s must be a number, but is '%s'".formatted(name, text), e);
    }
  }
}
