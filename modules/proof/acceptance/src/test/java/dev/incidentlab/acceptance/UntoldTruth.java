package dev.incidentlab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.api.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was injected, and what of it is to be found out, is in no answer of a lab at the page: not
 * in one of its own, not in one of a server whose address it gives, nor in a file that it points
 * to.
 */
final class UntoldTruth {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCENARIO = LabUnderTest.PROJECT.resolve("scenarios/pinned-schema");

  private final LabUnderTest lab;
  private final Path run;

  UntoldTruth(LabUnderTest lab) {
    this.lab = lab;
    this.run = lab.runFolder();
  }

  /** The story is held meanwhile, so that figures stay what they are. */
  void isKept() throws IOException, InterruptedException {
    lab.ok("clock", "pause");
    try {
      askEverything();
    } finally {
      lab.ok("clock", "resume");
    }
  }

  private void askEverything() throws IOException, InterruptedException {
    Secrets secrets = Secrets.of(SCENARIO, run, lab.verify());
    assertThat(secrets.texts().keySet())
        .as("what is looked for")
        .contains("rows missing", "rows altered", "argument v2Share", "fault at 07:30")
        .hasSizeGreaterThan(30);
    EveryAnswer every = new EveryAnswer(lab.address().url());

    Set<String> answered = every.lookEverywhere(values());
    every.actWrongly();
    assertThat(every.act(Verb.VERIFY.path(), "{}")).isEqualTo(200);
    assertThat(every.act(Verb.NOTE.path(), "{\"text\": \"nothing\"}")).isEqualTo(200);
    diagnoseBothWays(every);
    strayRequests(every);
    Set<String> addresses =
        every.followAddresses(
            List.of("/", "/status", "/rollout", "/poison", "/health", "/config", "/subjects"));
    Set<Path> files = every.readFilesBelow(run);

    assertThat(answered).as("verbs that answered").contains("/v1/sql", "/v1/records", "/v1/logs");
    assertThat(answered.size()).isGreaterThanOrEqualTo((int) looking() - 5);
    assertThat(addresses).as("addresses that were followed").hasSizeGreaterThan(3);
    assertThat(files)
        .as("files that answers point to")
        .isNotEmpty()
        .noneMatch(f -> f.startsWith(run.resolve("ledger")) || f.endsWith("journal.jsonl"));
    Map<String, Map<String, String>> told = new TreeMap<>();
    every
        .answers()
        .forEach(
            (what, answer) -> {
              Map<String, String> secret = new TreeMap<>(secrets.toldBy(answer));
              // How many rows have wrong values is what a responder measures by these two.
              if (what.startsWith("GET /v1/replay/plan") || what.startsWith("GET /v1/sql")) {
                secret.keySet().removeIf(s -> s.startsWith("rows "));
              }
              if (!secret.isEmpty()) {
                told.put(what, secret);
              }
            });
    assertThat(told).as("told by %d answers", every.answers().size()).isEmpty();
    nothingIsStampedWithTheOnset();
  }

  /** Right or wrong, the answer is the same but for the words that were said. */
  private static void diagnoseBothWays(EveryAnswer every) throws IOException, InterruptedException {
    Map<String, String> answers = new LinkedHashMap<>();
    for (String mechanism : List.of("schema-mismatch", "wrong-query")) {
      String body =
          "{\"component\":\"ingest\",\"mechanism\":\"%s\",\"affected\":\"fact_ad_events\"}"
              .formatted(mechanism);
      assertThat(every.act(Verb.DIAGNOSE.path(), body)).isEqualTo(200);
      answers.put(
          mechanism,
          every
              .answers()
              .get("POST %s %s".formatted(Verb.DIAGNOSE.path(), body))
              .replace(mechanism, "M"));
    }
    assertThat(new TreeSet<>(answers.values())).hasSize(1);
  }

  private void strayRequests(EveryAnswer every) throws IOException {
    for (String target :
        List.of(
            "/v1/../journal.jsonl",
            "/v1/logs/../../journal.jsonl",
            "/..%2fjournal.jsonl",
            "/%2e%2e/journal.jsonl",
            "/journal.jsonl",
            "/ledger",
            "/v1/logs?component=..%2fjournal.jsonl",
            "/v1/logs?component=%2e%2e%2fjournal.jsonl%00",
            "//etc/passwd",
            "/v1/journal?kind=FAULT",
            "/v1/journal?all=true")) {
      every.raw(target, "127.0.0.1");
    }
    for (String host :
        List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil.example")) {
      every.raw("/v1/journal", host);
      assertThat(every.answers().get("raw /v1/journal of " + host)).startsWith("HTTP/1.1 403");
    }
  }

  /** When the roll-out began is what data tell; the journal's lines do not. */
  private void nothingIsStampedWithTheOnset() throws IOException {
    String journal = lab.ok("journal", "--json");
    assertThat(JSON.readTree(journal).path("lines")).isNotEmpty();
    assertThat(journal).doesNotContain("T07:30:00");
  }

  private static int looking() {
    return (int) Arrays.stream(Verb.values()).filter(v -> v.effect() == Verb.Effect.LOOKS).count();
  }

  /** Values for the arguments of every looking verb; of each the first is a right one. */
  Map<String, List<String>> values() {
    Map<String, List<String>> values = new TreeMap<>();
    values.put(
        "component",
        List.of(
            "server",
            "producer",
            "kafka",
            "registry",
            "flink-jobmanager",
            "flink-taskmanager",
            "../journal.jsonl",
            "../ledger",
            "..%2fjournal",
            run.resolve("journal.jsonl").toString()));
    values.put("lines", List.of("1000", "1", "0"));
    values.put("after", List.of("0", "5"));
    values.put("waitMillis", List.of("1"));
    values.put(
        "topic",
        List.of(
            "ad-events",
            "billing-events",
            "feature-flags",
            "ad-events.dead-letters",
            "billing-events.dead-letters",
            "__consumer_offsets",
            "../ledger"));
    values.put("partition", List.of("0", "1", "99"));
    values.put("offset", List.of("0"));
    values.put("offsets", List.of("0=0", "0=100000,1=5"));
    values.put("at", List.of("07:29", "07:30", "09:21", "09:25"));
    values.put("limit", List.of("100", "1"));
    values.put("subject", List.of("ad-events-value", "billing-events-value", "nosuch"));
    values.put("version", List.of("1", "2", "0"));
    values.put("table", List.of("fact_ad_events", "fact_billing", "../ledger", "exec_dashboard"));
    values.put("from", List.of("1", "07:30"));
    values.put("to", List.of("2", "09:30"));
    values.put(
        "model",
        List.of("exec_dashboard", "attribution_mart", "ml_features", "finance_daily", "../ledger"));
    values.put(
        "gate", List.of("fact_ad_events.placement.null-ratio", "fact_ad_events.volume", "nosuch"));
    values.put("dataset", List.of("ad-events", "fact_ad_events", "exec_dashboard", "nosuch"));
    values.put("column", List.of("placement", "spend_micros", "nosuch"));
    values.put("upstream", List.of("true"));
    values.put("now", List.of("true", "false"));
    values.put("which", List.of("all", "unresolved"));
    values.put("letter", List.of("ad-events/0/0"));
    values.put("fix", List.of("reference", "replay-append", "nothing-done"));
    values.put("mode", List.of("upsert", "replace", "append", "insert-missing"));
    values.put("quick", List.of("true"));
    values.put("toEarliest", List.of("true"));
    values.put("fromOffsets", List.of("0=100000"));
    values.put("byDuration", List.of("10m"));
    values.put("query", queries());
    return values;
  }

  /** The first is a right one. */
  private List<String> queries() {
    String journal = run.resolve("journal.jsonl").toString();
    return List.of(
        "select count(*) from fact_ad_events",
        "from read_text('%s')".formatted(journal),
        "from read_json('%s')".formatted(journal),
        "from read_json_auto('%s')".formatted(journal),
        "from read_csv('%s', sep='|')".formatted(journal),
        "from sniff_csv('%s')".formatted(journal),
        "from '%s'".formatted(journal),
        "from \"%s\"".formatted(journal),
        "from read_blob('%s/ledger/*')".formatted(run),
        "from glob('%s/**')".formatted(run),
        "from glob('%s/ledger/*')".formatted(run),
        "from read_text('%s')".formatted(SCENARIO.resolve("scenario.yaml")),
        "from parquet_metadata('%s/tables/**')".formatted(run),
        "select content from read_text(['%s'])".formatted(journal),
        "select (select content from read_text('%s'))".formatted(journal),
        "with x as (from read_text('%s')) from x".formatted(journal),
        "select getenv('LAB_PRODUCER_KEY')",
        "from duckdb_settings()",
        "from duckdb_secrets()",
        "copy fact_ad_events to '%s/x.csv'".formatted(run),
        "attach '%s/x.db'".formatted(run),
        "pragma database_list",
        "install httpfs",
        "set enable_external_access=true",
        "select 1; from read_text('%s')".formatted(journal));
  }
}
