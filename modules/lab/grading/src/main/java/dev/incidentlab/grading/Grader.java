package dev.incidentlab.grading;

import dev.incidentlab.drill.Finding;
import dev.incidentlab.drill.Oracle;
import dev.incidentlab.drill.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Judges the state of the world: table, topic and dead letters against the ledger of what was
 * published. It only looks. Safe for many threads; each verdict looks anew.
 */
public final class Grader {
  /** Judges, or fails to look. */
  private interface Judge {
    Finding judge(Session session) throws Exception;
  }

  private static final Map<String, Judge> JUDGES =
      Map.of(
          LedgerOracle.NAME, LedgerOracle::judge,
          DeadLettersOracle.NAME, DeadLettersOracle::judge,
          HistoryOracle.NAME, HistoryOracle::judge,
          ForwardProgressOracle.NAME, ForwardProgressOracle::judge,
          FreshnessOracle.NAME, FreshnessOracle::judge,
          DownstreamOracle.NAME, DownstreamOracle::judge,
          FaultIsRealOracle.NAME, s -> FaultIsRealOracle.judge(s.evidence().symptoms()));

  /** The oracle that newly published events reach the tables. */
  public static final String FORWARD_PROGRESS = ForwardProgressOracle.NAME;

  /** The names of all oracles. */
  public static final Set<String> ORACLES = JUDGES.keySet();

  /** Those that mostly wait, or read something of their own: they run beside the others. */
  private static final Set<String> BESIDE = Set.of(ForwardProgressOracle.NAME, HistoryOracle.NAME);

  private final Evidence evidence;
  private final Limits limits;
  private final Session.Ports ports;

  public Grader(Evidence evidence) {
    this(evidence, Limits.DEFAULT);
  }

  public Grader(Evidence evidence, Limits limits) {
    this(evidence, limits, kafka(evidence));
  }

  Grader(Evidence evidence, Limits limits, Session.Ports ports) {
    this.evidence = evidence;
    this.limits = limits;
    this.ports = ports;
  }

  /** Every oracle by name, each of which looks for itself. */
  public Map<String, Oracle> oracles() {
    Map<String, Oracle> oracles = new LinkedHashMap<>();
    for (String name : ORACLES) {
      oracles.put(
          name,
          new Oracle() {
            @Override
            public String name() {
              return name;
            }

            @Override
            public Finding judge() throws InterruptedException {
              return Grader.this.judge(List.of(name)).findings().get(0);
            }
          });
    }
    return oracles;
  }

  /**
   * Lets some oracles judge; what several of them need is read once. An oracle that cannot look, or
   * is not known, finds an error.
   *
   * @return a finding for each name, in the order of the names
   */
  public Verdict judge(List<String> oracleNames) throws InterruptedException {
    return judgeWithCounts(oracleNames).verdict();
  }

  /**
   * A verdict and the counts behind it.
   *
   * @param counts of the topics that an oracle reconciled; none if it could not
   */
  public record Judgement(Verdict verdict, List<DataCounts> counts) {
    public Judgement {
      counts = List.copyOf(counts);
    }
  }

  /** As {@link #judge}, with the counts of the same look. */
  public Judgement judgeWithCounts(List<String> oracleNames) throws InterruptedException {
    ExecutorService pool = Executors.newCachedThreadPool(Grader::daemon);
    try (Session session = new Session(evidence, limits, ports)) {
      Map<String, Future<Finding>> running = new LinkedHashMap<>();
      ExecutorService inTurn = Executors.newSingleThreadExecutor(Grader::daemon);
      try {
        for (String name : order(oracleNames)) {
          ExecutorService where = BESIDE.contains(name) ? pool : inTurn;
          running.put(name, where.submit(() -> judge(name, session)));
        }
        List<Finding> findings = new ArrayList<>();
        for (String name : oracleNames) {
          findings.add(running.get(name).get());
        }
        return new Judgement(new Verdict(findings), session.counts());
      } finally {
        inTurn.shutdownNow();
      }
    } catch (ExecutionException | IOException | RuntimeException e) {
      return new Judgement(
          new Verdict(oracleNames.stream().map(name -> error(name, e)).toList()), List.of());
    } finally {
      pool.shutdownNow();
    }
  }

  /** Freshness last: by then the rows are read, and their event times known. */
  private static List<String> order(List<String> names) {
    List<String> order = new ArrayList<>(names);
    if (order.remove(FreshnessOracle.NAME)) {
      order.add(FreshnessOracle.NAME);
    }
    return order;
  }

  private static Finding judge(String name, Session session) {
    Judge judge = JUDGES.get(name);
    if (judge == null) {
      return Finding.error(
          name, "an oracle of that name", "there is none; the grader has " + ORACLES);
    }
    try {
      return judge.judge(session);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return error(name, e);
    } catch (Exception e) {
      return error(name, e);
    }
  }

  private static Finding error(String name, Exception cause) {
    return Finding.error(name, "the oracle can look", "it cannot: " + Reasons.of(cause));
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "grading-oracle");
    thread.setDaemon(true);
    return thread;
  }

  static Session.Ports kafka(Evidence evidence) {
    KafkaTopics topics = new KafkaTopics(evidence.kafka());
    Optional<ExpectedRows.WriterSchemas> schemas =
        evidence.registry().map(registry -> registry::byId);
    return new Session.Ports(topics, topics, schemas, WallTime.system());
  }
}
