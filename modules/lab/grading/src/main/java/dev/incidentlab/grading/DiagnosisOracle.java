package dev.incidentlab.grading;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.scenario.GroundTruth;
import dev.incidentlab.drill.scenario.GroundTruth.FirstBad;
import dev.incidentlab.drill.scenario.GroundTruth.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A diagnosis beside what the scenario says and what was measured, claim by claim, with credit for
 * what is partly right. Component and mechanism are right or wrong. Of a set of names or offsets
 * the credit is what it shares with the right one by what both have together. A count is right
 * within 5 % of what it was at the page, and worth half within 25 %; while the damage grew since
 * then, of any count up to that of the time of the diagnosis. After a repair the page's still
 * holds: a diagnosis is about the damage and not about what is left of it.
 */
public final class DiagnosisOracle {
  /** The oracle's name. */
  public static final String NAME = "diagnosis";

  private static final String EXPECTED =
      "component, mechanism and scope are named as the scenario has them and as topic and table show them";
  private static final String CLAIMED =
      "a diagnosis that names component, mechanism and what is affected, and for an incident that is none says what was counted";
  private static final String NONE_GIVEN = "none was given";
  private static final double TOLERANCE = 0.05;
  private static final double NEAR = 0.25;
  private static final double HALF = 0.5;
  private static final Duration SAME_TIME = Duration.ofMinutes(1);
  private static final Duration NEAR_TIME = Duration.ofMinutes(10);
  private static final String UNSAID = "not said";

  private DiagnosisOracle() {}

  /** What a claim is about. */
  public enum Dimension {
    COMPONENT,
    MECHANISM,
    SCOPE
  }

  /**
   * One claim of a diagnosis.
   *
   * @param said by the diagnosis, or that it was not
   * @param is what it is
   * @param credit from 0 to 1
   */
  public record Part(Dimension dimension, String name, String said, String is, double credit) {
    public boolean right() {
      return credit == 1;
    }

    /** Whether the diagnosis does not speak of it. */
    public boolean unsaid() {
      return said.equals(UNSAID);
    }
  }

  /** Each claim of the diagnosis. */
  public static List<Part> parts(Diagnosis said, GroundTruth truth, IncidentScope is) {
    Scope scope = truth.scope();
    List<Part> parts = new ArrayList<>(named(said, truth));
    if (scope.firstBad() != FirstBad.NONE) {
      parts.add(names("topic", said.topics(), Set.of(scope.topic())));
    }
    parts.add(names("schema versions", said.versions(), is.versions()));
    parts.add(names("changed fields", said.fields(), is.fields()));
    if (scope.firstBad() != FirstBad.NONE) {
      parts.add(offsets(said, is));
    }
    began(truth).ifPresent(since -> parts.add(since(said, since)));
    parts.add(
        count("rows missing", said.missing(), is.atPage().missing(), is.atDiagnosis().missing()));
    parts.add(count("rows wrong", said.wrong(), is.atPage().wrong(), is.atDiagnosis().wrong()));
    return parts;
  }

  /** The claims that need no measuring. */
  private static List<Part> named(Diagnosis said, GroundTruth truth) {
    return List.of(
        word(Dimension.COMPONENT, "component", said.component(), truth.component()),
        word(Dimension.MECHANISM, "mechanism", said.mechanism(), truth.mechanism()),
        names("affected", said.affected(), new TreeSet<>(truth.scope().affected())),
        names("unaffected", said.unaffected(), new TreeSet<>(truth.scope().unaffected())));
  }

  /** When rows first were wrong, or else first missing. */
  private static Optional<Instant> began(GroundTruth truth) {
    return truth.scope().harm().or(truth.scope()::outage);
  }

  /**
   * Whether a diagnosis was given that a verdict may rest on: what is wrong and what has it; and
   * that nothing is wrong only with what was counted, since anybody can say that.
   */
  public static Finding claimed(Optional<Diagnosis> given, GroundTruth truth) {
    if (given.isEmpty()) {
      return Finding.fail(NAME, CLAIMED, NONE_GIVEN, 1, List.of("`diagnose` was not used"));
    }
    Diagnosis said = given.get();
    List<Part> parts = new ArrayList<>(named(said, truth));
    if (truth.mechanism().equals(GroundTruth.NONE)) {
      parts.add(count("rows missing", said.missing(), 0, 0));
      parts.add(count("rows wrong", said.wrong(), 0, 0));
    }
    return finding(CLAIMED, parts);
  }

  /**
   * Whether a finding of {@link #claimed} is about a diagnosis, and not about that there is none.
   */
  static boolean wasGiven(Finding claimed) {
    return !claimed.observed().equals(NONE_GIVEN);
  }

  /** The finding that the parts come to: PASS if every one of them is right. */
  public static Finding finding(List<Part> parts) {
    return finding(EXPECTED, parts);
  }

  private static Finding finding(String expected, List<Part> parts) {
    List<Part> wrong = parts.stream().filter(part -> !part.right()).toList();
    String observed =
        "%d of %d parts are right".formatted(parts.size() - wrong.size(), parts.size());
    return wrong.isEmpty()
        ? Finding.pass(NAME, expected, observed, parts.size())
        : Finding.fail(
            NAME,
            expected,
            observed
                + "; wrong or not said: "
                + wrong.stream().map(Part::name).collect(Collectors.joining(", ")),
            parts.size(),
            wrong.stream()
                .map(part -> "%s: said %s, is %s".formatted(part.name(), part.said(), part.is()))
                .toList());
  }

  private static Part word(Dimension dimension, String name, String said, String is) {
    return new Part(dimension, name, said, is, said.equals(is) ? 1 : 0);
  }

  private static Part names(String name, Set<?> said, Set<?> is) {
    return new Part(
        Dimension.SCOPE, name, said.isEmpty() ? UNSAID : text(said), text(is), shared(said, is));
  }

  /** What two sets share, by all that is in either. */
  private static double shared(Set<?> said, Set<?> is) {
    Set<Object> either = new HashSet<>(said);
    either.addAll(is);
    Set<Object> both = new HashSet<>(said);
    both.retainAll(is);
    return either.isEmpty() ? 1 : (double) both.size() / either.size();
  }

  private static Part offsets(Diagnosis said, IncidentScope is) {
    Map<String, Long> expected = new TreeMap<>();
    is.firstBad()
        .forEach((partition, offset) -> expected.put(is.topic() + "/" + partition, offset));
    return new Part(
        Dimension.SCOPE,
        "first bad offsets",
        said.firstBad().isEmpty() ? UNSAID : text(said.firstBad()),
        text(expected),
        shared(said.firstBad().entrySet(), expected.entrySet()));
  }

  private static Part since(Diagnosis said, Instant is) {
    String name = "since";
    if (said.since() == null) {
      return new Part(Dimension.SCOPE, name, UNSAID, time(is), 0);
    }
    Instant since = Instant.parse(said.since());
    Duration off = Duration.between(since, is).abs();
    double credit = off.compareTo(SAME_TIME) <= 0 ? 1 : off.compareTo(NEAR_TIME) <= 0 ? HALF : 0;
    return new Part(Dimension.SCOPE, name, time(since), time(is), credit);
  }

  private static Part count(String name, Long said, long atPage, long atDiagnosis) {
    long most = Math.max(atPage, atDiagnosis);
    double credit =
        said == null
            ? 0
            : within(said, TOLERANCE, atPage, most)
                ? 1
                : within(said, NEAR, atPage, most) ? HALF : 0;
    String is =
        most > atPage
            ? "%,d at the page, %,d when it was said".formatted(atPage, most)
            : "%,d at the page".formatted(atPage);
    return new Part(
        Dimension.SCOPE, name, said == null ? UNSAID : "%,d".formatted(said), is, credit);
  }

  private static boolean within(long said, double share, long least, long most) {
    return said >= (1 - share) * least && said <= (1 + share) * most;
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String text(Set<?> names) {
    return names.isEmpty()
        ? "none"
        : names.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String text(Map<String, Long> offsets) {
    return offsets.isEmpty()
        ? "none"
        : offsets.entrySet().stream()
            .map(one -> one.getKey() + "=" + one.getValue())
            .collect(Collectors.joining(", "));
  }
}
