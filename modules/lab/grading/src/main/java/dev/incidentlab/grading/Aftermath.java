package dev.incidentlab.grading;

import dev.incidentlab.drill.ObservationException;
import dev.incidentlab.drill.scenario.GroundTruth.Scope;
import dev.incidentlab.grading.TableReader.Version;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is measured once a drill is over, for its scores. It reads tables as they were and says what
 * a learner is to find out, so nobody may ask it before the end.
 */
public final class Aftermath {
  private final Evidence evidence;
  private final Limits limits;
  private final Session.Ports ports;

  /**
   * When a table came to hold everything.
   *
   * @param version of the table; null if it does not hold everything
   * @param at when that was committed, in wall time; null likewise
   * @param neverHarmed whether it held everything at the page already
   */
  public record Recovered(String table, Long version, Instant at, boolean neverHarmed) {}

  public Aftermath(Evidence evidence) {
    this(evidence, Limits.DEFAULT, Grader.kafka(evidence));
  }

  Aftermath(Evidence evidence, Limits limits, Session.Ports ports) {
    this.evidence = evidence;
    this.limits = limits;
    this.ports = ports;
  }

  /**
   * How far the incident reached.
   *
   * @param scope where, as the scenario has it
   * @param atDiagnosis when the diagnosis was given, if one was
   * @throws ObservationException if topic, ledger or table do not tell
   */
  public IncidentScope scope(Scope scope, Moment page, Optional<Moment> atDiagnosis)
      throws ObservationException, InterruptedException {
    try (Session session = new Session(evidence, limits, ports)) {
      Subject subject = subject(scope.topic());
      WriterChange change = WriterChange.upTo(session, subject, page);
      Damage atPage = Damage.at(session, subject, page);
      Damage later =
          atDiagnosis.isPresent() ? Damage.at(session, subject, atDiagnosis.get()) : atPage;
      return new IncidentScope(
          scope.topic(),
          change.versions(),
          change.fields(),
          FirstBadRecords.of(scope.firstBad(), change, session, subject, page),
          atPage,
          later);
    } catch (IOException | RuntimeException e) {
      throw new ObservationException(
          "the reach of the incident cannot be measured: " + Reasons.of(e), e);
    }
  }

  /**
   * When each table came to hold everything that was published before the page, and whatever ingest
   * passed since.
   *
   * @throws ObservationException if a table or the ledger cannot be read
   */
  public List<Recovered> recovered(Moment page) throws ObservationException, InterruptedException {
    List<Recovered> recovered = new ArrayList<>();
    try (Session session = new Session(evidence, limits, ports)) {
      for (Subject subject : evidence.subjects()) {
        Optional<Version> version = new Recovery(session, subject, page).find();
        recovered.add(
            new Recovered(
                subject.table(),
                version.map(Version::number).orElse(null),
                version.map(Version::committedAt).orElse(null),
                version.map(v -> v.number() == page.tableVersion(subject)).orElse(false)));
      }
      return recovered;
    } catch (IOException | RuntimeException e) {
      throw new ObservationException(
          "when the tables held everything cannot be told: " + Reasons.of(e), e);
    }
  }

  private Subject subject(String topic) throws ObservationException {
    return evidence.subjects().stream()
        .filter(subject -> subject.topic().equals(topic))
        .findFirst()
        .orElseThrow(() -> new ObservationException("topic %s is not judged".formatted(topic)));
  }
}
