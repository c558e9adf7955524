package dev.incidentlab.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({"0,0", "999,999", "1000,1_000", "1234567,1_234_567", "-100,-100", "-1000,-1_000"})
  void countsAreGroupedByThree(long number, String shown) {
    assertThat(Figures.count(number)).isEqualTo(shown.replace('_', '\u2009'));
  }

  @ParameterizedTest
  @CsvSource({"0,0.00", "1234.5,1_234.50", "0.05,0.05", "-0.5,-0.50", "1.999,2.00"})
  void amountsHaveTwoDecimals(double amount, String shown) {
    assertThat(Figures.amount(amount)).isEqualTo(shown.replace('_', '\u2009'));
  }

  @ParameterizedTest
  @CsvSource({"0,0s", "59,59s", "663,11m 03s", "3600,1h 00m", "7500,2h 05m", "-61,-1m 01s"})
  void spansShowTheirTwoGreatestUnits(long seconds, String shown) {
    assertThat(Figures.span(seconds)).isEqualTo(shown);
  }

  @Test
  void timesAreOfTheDay() {
    assertThat(Figures.time("2026-11-22T09:30:05.123Z")).isEqualTo("09:30:05");
    assertThat(Figures.minute("2026-11-22T09:30:05Z")).isEqualTo("09:30");
  }

  @Test
  void theUnknownIsADash() {
    assertThat(Figures.count((Long) null)).isEqualTo("-");
    assertThat(Figures.time(null)).isEqualTo("-");
    assertThat(Figures.span(null)).isEqualTo("-");
    assertThat(Figures.secondsBetween(null, "2026-11-22T09:30:05Z")).isNull();
  }
}
