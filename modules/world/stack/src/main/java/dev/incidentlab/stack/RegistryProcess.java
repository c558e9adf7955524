package dev.incidentlab.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Apicurio Registry, with its Confluent-compatible API. */
final class RegistryProcess {

  private RegistryProcess() {}

  static ChildSpec render(Path home, RunLayout run, PortPlan ports) throws IOException {
    Endpoints endpoints = ports.endpoints();
    return new ChildSpec(
        "io.quarkus.runner.GeneratedMain",
        // The runner's manifest names the jars beside it.
        ClassPath.of(home.resolve("lib/registry")),
        jvmOptions(ports.of(Component.REGISTRY), run.data(Component.REGISTRY).resolve("schemas")),
        List.of(),
        Map.of(),
        HealthCheck.http(endpoints.registryUrl().resolve("v7/subjects")),
        endpoints.registryUrl().toString());
  }

  static List<String> jvmOptions(int port, Path database) {
    return List.of(
        "-Xms48m",
        "-Xmx200m",
        "-XX:+UseSerialGC",
        // Half its start is code that runs once.
        "-XX:TieredStopAtLevel=1",
        "-Dquarkus.http.host=127.0.0.1",
        "-Dquarkus.http.port=" + port,
        // Records name schemas by id: they must outlive a killed registry, and at once.
        "-Dapicurio.datasource.url=jdbc:h2:file:" + database + ";WRITE_DELAY=0",
        "-Dapicurio.datasource.jdbc.initial-size=1",
        "-Dapicurio.datasource.jdbc.min-size=1",
        "-Dapicurio.datasource.jdbc.max-size=10");
  }
}
