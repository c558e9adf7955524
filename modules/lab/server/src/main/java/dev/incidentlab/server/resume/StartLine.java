package dev.incidentlab.server.resume;

import dev.incidentlab.drill.JournalEntry;
import dev.incidentlab.server.past.Lines;
import dev.incidentlab.server.run.Build;
import dev.incidentlab.server.run.ExternalPlatform;
import dev.incidentlab.server.run.LabOptions;
import dev.incidentlab.stack.Component;
import java.net.URI;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** The figures of a journal's first line: how the run was started. */
public final class StartLine {
  /** The command line reads it to go on with a run whose folder does not name its scenario. */
  private static final String SCENARIO = "scenario";

  private static final String SEED = "seed";
  private static final String PACE = "pace";
  private static final String RATE = "rate";
  private static final String AUTOPILOT = "autopilot";
  private static final String API_HOST = "apiHost";
  private static final String API_PORT = "apiPort";
  private static final String PORTS = "ports";
  private static final String LINEAGE_URL = "lineageUrl";
  private static final String EXTERNAL = "external";
  private static final String BUILD = "build";

  private StartLine() {}

  static Map<String, Object> of(LabOptions options) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put(SCENARIO, options.scenario().getFileName().toString());
    data.put(SEED, options.seed());
    data.put(PACE, options.pace());
    options.rate().ifPresent(rate -> data.put(RATE, rate));
    data.put(AUTOPILOT, options.autopilot());
    data.put(API_HOST, options.apiHost());
    data.put(API_PORT, options.apiPort());
    Map<String, Integer> ports = new LinkedHashMap<>();
    options.ports().forEach((component, port) -> ports.put(component.id(), port));
    data.put(PORTS, ports);
    options.lineageUrl().ifPresent(url -> data.put(LINEAGE_URL, url.toString()));
    options.external().ifPresent(platform -> data.put(EXTERNAL, platform.arguments()));
    data.put(BUILD, Build.fingerprint(options.home(), options.scenario()));
    return data;
  }

  /**
   * How the run was started, as its first line says.
   *
   * @param asked the folders, and who resumes
   * @throws RunRefusedException if the line does not say it
   */
  static LabOptions options(LabOptions asked, JournalEntry first) throws RunRefusedException {
    Map<String, Object> data = first.data();
    if (!(data.get(SEED) instanceof Number seed
        && data.get(PACE) instanceof Number pace
        && data.get(API_PORT) instanceof Number apiPort)) {
      throw new RunRefusedException(
          "resume: the journal of %s does not say how the run was started; it is of another build, start another drill"
              .formatted(asked.run()));
    }
    Map<Component, Integer> ports = new EnumMap<>(Component.class);
    Lines.texts(data.get(PORTS))
        .forEach((component, port) -> ports.put(Component.of(component), Integer.valueOf(port)));
    return new LabOptions(
        asked.home(),
        asked.scenario(),
        asked.run(),
        seed.longValue(),
        pace.doubleValue(),
        data.get(RATE) instanceof Number rate
            ? OptionalDouble.of(rate.doubleValue())
            : OptionalDouble.empty(),
        asked.who(),
        Boolean.TRUE.equals(data.get(AUTOPILOT)),
        Objects.toString(data.get(API_HOST), LabOptions.LOOPBACK),
        apiPort.intValue(),
        ports,
        true,
        true,
        data.get(LINEAGE_URL) instanceof String url
            ? Optional.of(URI.create(url))
            : Optional.empty(),
        external(first));
  }

  /** The platform of somebody else's that the run is on; empty if it has its own. */
  public static Optional<ExternalPlatform> external(JournalEntry first) {
    return first.data().containsKey(EXTERNAL)
        ? ExternalPlatform.of(Lines.texts(first.data().get(EXTERNAL)))
        : Optional.empty();
  }

  /** The fingerprint of the build that the run was begun with. */
  static String build(JournalEntry first) {
    return String.valueOf(first.data().get(BUILD));
  }
}
