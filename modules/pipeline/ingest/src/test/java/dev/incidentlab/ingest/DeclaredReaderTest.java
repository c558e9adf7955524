package dev.incidentlab.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.TableException;
import dev.incidentlab.schema.Contracts;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a job decodes to is asked of the table whenever one is submitted. */
class DeclaredReaderTest {
  @TempDir Path folder;

  private JobOptions options(String contract) {
    return new JobOptions(
        "127.0.0.1:9092",
        "http://127.0.0.1:8081",
        "ad-events",
        contract,
        1,
        folder.resolve("fact").toString(),
        "fact",
        "ad-events.dead-letters",
        "feature-flags",
        2,
        "",
        "");
  }

  private JobOptions ads() {
    return options(Contracts.AD_EVENT);
  }

  @Test
  void aTableThatIsMadeDeclaresTheVersionOfTheArguments() {
    assertThat(ads().asDeclared().readerVersion()).isEqualTo(1);
    assertThat(DeclaredReader.of(DeltaTable.open(folder.resolve("fact")))).isEqualTo(1);
  }

  @Test
  void aJobThatBeginsAfterTheEvolutionIsOfTheLaterVersion() {
    DeltaTable evolved = DeclaredReader.evolve(ads(), 2, "somebody");

    assertThat(DeclaredReader.of(evolved)).isEqualTo(2);
    JobOptions next = ads().asDeclared();
    assertThat(next.readerVersion()).isEqualTo(2);
    assertThat(next.tableSchema()).isEqualTo(evolved.schema());
    assertThat(next.table().schema().rows().getField("attribution")).isNotNull();
  }

  @Test
  void aJobFromBeforeOpensTheTableAgainAsItBegan() {
    JobOptions running = ads().asDeclared();
    DeclaredReader.evolve(ads(), 2, "somebody");

    assertThat(running.table().schema()).isEqualTo(running.tableSchema());
    assertThat(running.table().schema().rows().getField("attribution")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ad-event      | 1 | fact declares version 1 of ad-event already",
        "ad-event      | 3 | contract ad-event has no version 3, its newest is 2",
        "ad-event      | 0 | contract ad-event has no version 0",
        "billing-event | 2 | contract billing-event has no version 2, its newest is 1"
      })
  void refusesAVersionThatIsNotALaterOneOfTheContract(String contract, int to, String why) {
    assertThatThrownBy(() -> DeclaredReader.evolve(options(contract), to, "somebody"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void refusesTheWayBack() {
    DeclaredReader.evolve(ads(), 2, "somebody");

    assertThatThrownBy(() -> DeclaredReader.evolve(ads(), 1, "somebody"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("declares version 2 of ad-event and cannot go back to version 1");
  }

  @Test
  void aTableThatDeclaresNothingIsRefused() {
    DeltaTable.create(folder.resolve("fact"), ads().tableSchema());

    assertThatThrownBy(() -> ads().asDeclared())
        .isInstanceOf(TableException.class)
        .hasMessageContaining("declares 'nothing' as lab.reader-version");
  }
}
