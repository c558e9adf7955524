package dev.incidentlab.grading;

import dev.incidentlab.drill.Finding;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The newest row's event is young enough, and stays so over several looks. */
final class FreshnessOracle {
  static final String NAME = "freshness";

  /** A row may be this much ahead of the story's clock, which is read after the table. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  private final Session session;
  private final Duration threshold;
  private final List<String> failures = new ArrayList<>();
  private final List<String> last = new ArrayList<>();
  private long checked;

  private FreshnessOracle(Session session) {
    this.session = session;
    this.threshold = session.evidence().freshness();
  }

  static Finding judge(Session session) throws IOException, InterruptedException {
    return new FreshnessOracle(session).judge();
  }

  private Finding judge() throws IOException, InterruptedException {
    int samples = session.limits().samples();
    for (int sample = 1; sample <= samples; sample++) {
      if (sample > 1) {
        session.time().pause(session.limits().betweenSamples());
      }
      last.clear();
      for (Subject subject : session.evidence().subjects()) {
        look(subject);
      }
    }
    String expected =
        "the newest event of every table is at most %s old, at each of %d looks"
            .formatted(words(threshold), samples);
    String observed = "%s; too old at %d of %d looks";
    observed = observed.formatted(String.join(", ", last), failures.size(), checked);
    return failures.isEmpty()
        ? Finding.pass(NAME, expected, observed, checked)
        : Finding.fail(NAME, expected, observed, checked, failures);
  }

  private void look(Subject subject) throws IOException, InterruptedException {
    TableReader table = session.table(subject);
    Optional<TableReader.Version> version = table.latest();
    OptionalLong newest =
        version.isEmpty()
            ? OptionalLong.empty()
            : session.eventTimes(subject).newest(table, version.get());
    checked++;
    Instant now = session.evidence().storyNow().get();
    if (newest.isEmpty()) {
      last.add(subject.table() + " has no rows");
      failures.add("%s has no rows at %s".formatted(subject.table(), now));
      return;
    }
    Instant event = Instant.EPOCH.plus(newest.getAsLong(), ChronoUnit.MICROS);
    Duration age = Duration.between(event, now);
    last.add("%s %s".formatted(subject.table(), described(age)));
    if (age.compareTo(threshold) > 0 || age.compareTo(AHEAD.negated()) < 0) {
      failures.add(
          "%s at %s: the newest event is of %s, %s"
              .formatted(subject.table(), now, event, described(age)));
    }
  }

  private static String described(Duration age) {
    return age.isNegative() ? words(age.negated()) + " in the future" : words(age) + " old";
  }

  private static String words(Duration duration) {
    return "%d min %02d s".formatted(duration.toMinutes(), duration.toSecondsPart());
  }
}
