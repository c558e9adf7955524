package dev.incidentlab.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.bench.BenchMain;
import dev.incidentlab.bench.replay.ReplayBench.Case;
import dev.incidentlab.bench.replay.ReplayBench.Form;
import dev.incidentlab.bench.report.RecordCount;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class ReplayOptionsTest {
  @Test
  void withoutOptionsEveryCaseIsMeasuredThreeTimesInBothForms() {
    ReplayBench bench = parse();

    assertThat(bench.records()).containsExactly(new RecordCount("1M", 1_000_000));
    assertThat(bench.options().cases()).containsExactly(Case.values());
    assertThat(bench.options().forms()).containsExactly(Form.values());
    assertThat(bench.options().runs()).isEqualTo(3);
    assertThat(bench.options().profile()).isFalse();
  }

  @Test
  void casesAndFormsAreListsInWordsOfLowerCase() {
    ReplayBench bench =
        parse("--records", "20k,1M", "--cases", "wrong,empty", "--forms", "process", "--runs", "1");

    assertThat(bench.records())
        .extracting(RecordCount::records)
        .containsExactly(20_000L, 1_000_000L);
    assertThat(bench.options().cases()).containsExactly(Case.EMPTY, Case.WRONG);
    assertThat(bench.options().forms()).containsExactly(Form.PROCESS);
    assertThat(bench.options().runs()).isEqualTo(1);
  }

  @Test
  void anUnknownCaseIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> parse("--cases", "full"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("full")
        .hasMessageContaining("MISSING");
  }

  @Test
  void noRunIsNoMeasurement() {
    ReplayBench bench = parse("--runs", "0");

    assertThatThrownBy(bench::options).hasMessage("--runs is 0; a figure needs at least one run");
  }

  private static ReplayBench parse(String... arguments) {
    CommandLine bench = BenchMain.commandLine();
    bench.parseArgs(
        Stream.concat(Stream.of("replay"), Arrays.stream(arguments)).toArray(String[]::new));
    return bench.getSubcommands().get("replay").getCommand();
  }
}
