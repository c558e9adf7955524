package dev.incidentlab.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.stack.Component;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabOptionsTest {
  private static final List<String> NEEDED =
      List.of("--home", "/h", "--scenario-dir", "/s", "--run-dir", "/r");

  @Test
  void portsAreGivenByComponent() {
    LabOptions options = parse("--port", "kafka=9092", "--port", "api=8080");

    assertThat(options.ports()).containsExactly(java.util.Map.entry(Component.KAFKA, 9092));
    assertThat(options.apiPort()).isEqualTo(8080);
  }

  @Test
  void theRateIsTheScenariosUnlessGiven() {
    assertThat(parse().rate()).isEmpty();
    assertThat(parse("--rate", "500").rate()).hasValue(500);
  }

  @Test
  void aBackendForLineageIsTakenIfThereIsOne() {
    assertThat(parse().lineageUrl()).isEmpty();
    assertThat(parse("--lineage-url", "http://localhost:5000").lineageUrl())
        .contains(URI.create("http://localhost:5000"));
  }

  @Test
  void aRunsThingsOnSomebodysPlatformAreCalledAfterIt() {
    LabOptions options = LabOptions.parse(onSomebodys("/runs/drill/20260303-081500"));

    assertThat(options.tables()).isEqualTo(Path.of("/shared/drill.20260303-081500/tables"));
    assertThat(options.checkpoints())
        .isEqualTo(Path.of("/shared/drill.20260303-081500/checkpoints"));
    assertThat(options.external().orElseThrow().access(options.run()).named("ad-events"))
        .isEqualTo("drill.20260303-081500.ad-events");
    assertThat(parse().tables()).isEqualTo(Path.of("/r/tables"));
  }

  @Test
  void anEngineIsNamedWithTheProjectThatMayBeStruck() {
    List<String> args = new ArrayList<>(onSomebodys("/runs/drill/1"));
    args.addAll(List.of("--engine", "/run/docker.sock"));

    assertThatThrownBy(() -> LabOptions.parse(args))
        .hasMessageContaining("--engine is given and --engine-project is not");
    args.addAll(List.of("--engine-project", "mine"));
    assertThat(LabOptions.parse(args).external().orElseThrow().engine())
        .contains(new ExternalPlatform.Engine(Path.of("/run/docker.sock"), "mine"));
  }

  @Test
  void theApiListensWhereItIsTold() {
    assertThat(parse().apiHost()).isEqualTo("127.0.0.1");
    LabOptions options = parse("--listen", "0.0.0.0:8080");
    assertThat(options.apiHost()).isEqualTo("0.0.0.0");
    assertThat(options.apiPort()).isEqualTo(8080);
    assertThatThrownBy(() -> parse("--listen", "8080")).hasMessageContaining("ADDRESS:PORT");
  }

  private static List<String> onSomebodys(String run) {
    return List.of(
        "--home",
        "/h",
        "--scenario-dir",
        "/s",
        "--run-dir",
        run,
        "--kafka",
        "kafka:9092",
        "--registry",
        "http://registry",
        "--flink",
        "http://flink",
        "--tables",
        "/shared");
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> parse("--lineage-url", "localhost:5000"))
        .hasMessageContaining("--lineage-url 'localhost:5000' must be the http or https address");
    assertThatThrownBy(() -> parse("--pace", "0"))
        .hasMessageContaining("--pace is 0.0; it must be above 0");
    assertThatThrownBy(() -> parse("--seed", "x"))
        .hasMessage("--seed must be a number, but is 'x'");
    assertThatThrownBy(() -> parse("--port", "9092")).hasMessageContaining("COMPONENT=PORT");
    assertThatThrownBy(() -> parse("--port", "kafak=9092"))
        .hasMessageContaining("component 'kafak' is not known");
    assertThatThrownBy(() -> parse("--speed", "2"))
        .hasMessageContaining("argument '--speed' is unknown");
    assertThatThrownBy(() -> LabOptions.parse(List.of()))
        .hasMessage("argument --home is missing; give it");
  }

  private static LabOptions parse(String... more) {
    List<String> args = new ArrayList<>(NEEDED);
    args.addAll(List.of(more));
    return LabOptions.parse(args);
  }
}
