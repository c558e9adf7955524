package dev.incidentlab.grading;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.scenario.ExpectedDiagnosis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A diagnosis beside what the scenario says and what was measured, part by part. Offsets and names
 * are right or wrong. A count is right within 5 % of what it was at the page; while the damage grew
 * since then, of any count up to that of the time of the diagnosis. After a repair the page's still
 * holds: a diagnosis is about the damage and not about what is left of it.
 */
public final class DiagnosisOracle {
  /** The oracle's name. */
  public static final String NAME = "diagnosis";

  private static final String EXPECTED =
      "component, mechanism and scope are named as the scenario has them and as topic and table show them";
  private static final double TOLERANCE = 0.05;
  private static final String UNSAID = "not said";

  private DiagnosisOracle() {}

  /**
   * One part of a diagnosis.
   *
   * @param said by the diagnosis, or that it was not
   * @param is what it is
   */
  public record Part(String name, String said, String is, boolean right) {}

  /** Each part of the diagnosis. */
  public static List<Part> parts(Diagnosis said, ExpectedDiagnosis expected, IncidentScope is) {
    List<Part> parts = new ArrayList<>();
    parts.add(names("component", Set.of(said.component()), Set.of(expected.component())));
    parts.add(names("mechanism", Set.of(said.mechanism()), Set.of(expected.mechanism())));
    parts.add(names("topic", said.topics(), Set.of(expected.topic())));
    parts.add(names("affected", said.affected(), new TreeSet<>(expected.affected())));
    parts.add(names("unaffected", said.unaffected(), new TreeSet<>(expected.unaffected())));
    parts.add(names("schema versions", said.versions(), is.versions()));
    parts.add(names("changed fields", said.fields(), is.fields()));
    parts.add(offsets(said, is));
    parts.add(
        count("rows missing", said.missing(), is.atPage().missing(), is.atDiagnosis().missing()));
    parts.add(count("rows wrong", said.wrong(), is.atPage().wrong(), is.atDiagnosis().wrong()));
    return parts;
  }

  /** The finding that the parts come to: PASS if every one of them is right. */
  public static Finding finding(List<Part> parts) {
    List<String> wrong =
        parts.stream()
            .filter(part -> !part.right())
            .map(part -> "%s: said %s, is %s".formatted(part.name(), part.said(), part.is()))
            .toList();
    String observed =
        "%d of %d parts are right".formatted(parts.size() - wrong.size(), parts.size());
    return wrong.isEmpty()
        ? Finding.pass(NAME, EXPECTED, observed, parts.size())
        : Finding.fail(
            NAME,
            EXPECTED,
            observed
                + "; wrong or not said: "
                + parts.stream()
                    .filter(part -> !part.right())
                    .map(Part::name)
                    .collect(Collectors.joining(", ")),
            parts.size(),
            wrong);
  }

  private static Part names(String name, Set<?> said, Set<?> is) {
    return new Part(name, said.isEmpty() ? UNSAID : text(said), text(is), said.equals(is));
  }

  private static Part offsets(Diagnosis said, IncidentScope is) {
    Map<String, Long> expected = new TreeMap<>();
    is.firstBad()
        .forEach((partition, offset) -> expected.put(is.topic() + "/" + partition, offset));
    return new Part(
        "first bad offsets",
        said.firstBad().isEmpty() ? UNSAID : text(said.firstBad()),
        text(expected),
        said.firstBad().equals(expected));
  }

  private static Part count(String name, Long said, long atPage, long atDiagnosis) {
    long most = Math.max(atPage, atDiagnosis);
    boolean right =
        said != null && said >= (1 - TOLERANCE) * atPage && said <= (1 + TOLERANCE) * most;
    String is =
        most > atPage
            ? "%,d at the page, %,d when it was said".formatted(atPage, most)
            : "%,d at the page".formatted(atPage);
    return new Part(name, said == null ? UNSAID : "%,d".formatted(said), is, right);
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
