package dev.incidentlab.stack;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The producer, as its owner specifies it. */
final class ProducerProcess {

  private ProducerProcess() {}

  static ChildSpec render(ProcessSpec spec, PortPlan ports) throws IOException {
    URI url = ports.endpoints().producerUrl();
    List<String> jvm =
        new ArrayList<>(
            List.of("-Xms32m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    jvm.addAll(spec.jvmOptions());
    List<String> arguments = new ArrayList<>(spec.arguments());
    arguments.add("--port");
    arguments.add(Integer.toString(ports.of(Component.PRODUCER)));
    return new ChildSpec(
        spec.mainClass(),
        ClassPath.of(spec.classPath()),
        jvm,
        arguments,
        spec.environment(),
        HealthCheck.http(url.resolve("/health")),
        url.toString());
  }
}
