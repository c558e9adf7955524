package dev.incidentlab.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  private static final List<String> GOOD =
      List.of(
          "--port", "8090",
          "--bootstrap", "127.0.0.1:9092",
          "--registry", "http://127.0.0.1:8081/apis/ccompat/v7",
          "--ledger", "ledger",
          "--seed", "42",
          "--rate", "50",
          "--start", "2026-03-03T05:00:00Z");

  @Test
  void aFullCommandLineIsUnderstood() {
    assertThat(parse(GOOD))
        .isEqualTo(
            new Arguments(
                8090,
                "127.0.0.1:9092",
                "http://127.0.0.1:8081/apis/ccompat/v7",
                Path.of("ledger"),
                42,
                50,
                Instant.parse("2026-03-03T05:00:00Z"),
                Optional.empty(),
                ""));
  }

  @ParameterizedTest
  @CsvSource({
    "--port, 70000, --port is 70000",
    "--port, http, '--port is \"http\"; it is a number'",
    "--registry, 127.0.0.1:8081, --registry is",
    "--registry, '', --registry is",
    "--seed, 1.5, '--seed is \"1.5\"; it is a whole number'",
    "--rate, 0, --rate is 0.0",
    "--rate, NaN, --rate is NaN",
    "--start, 2026-03-03, an instant such as",
    "--start, 2026-03-03T05:00:00.5Z, whole seconds",
    "--client-config, /does/not/exist, --client-config is /does/not/exist"
  })
  void aWrongValueIsNamed(String name, String value, String message) {
    List<String> arguments = new ArrayList<>(GOOD);
    int at = arguments.indexOf(name);
    if (at >= 0) {
      arguments.set(at + 1, value);
    } else {
      arguments.addAll(List.of(name, value));
    }
    assertThatThrownBy(() -> parse(arguments))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void missingUnknownDoubledAndValuelessArgumentsAreNamed() {
    assertThatThrownBy(() -> parse(GOOD.subList(4, 14)))
        .hasMessageStartingWith("--port, --bootstrap missing");
    assertThatThrownBy(() -> parse(with("--topic", "x")))
        .hasMessageContaining("--topic is unknown");
    assertThatThrownBy(() -> parse(with("--seed", "1")))
        .hasMessageContaining("--seed is given twice");
    assertThatThrownBy(() -> parse(with("--client-config")))
        .hasMessageContaining("--client-config has no value");
  }

  private static List<String> with(String... more) {
    List<String> arguments = new ArrayList<>(GOOD);
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static Arguments parse(List<String> arguments) {
    return Arguments.parse(arguments.toArray(String[]::new));
  }
}
