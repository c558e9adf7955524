package dev.incidentlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.drill.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellTest {
  @TempDir Path folder;
  private final Captured captured = new Captured();
  private CannedLab lab;

  @BeforeEach
  void startLab() throws IOException {
    lab = new CannedLab().runAs(folder.resolve("runs"), "pinned-schema/1");
  }

  @AfterEach
  void stopLab() {
    lab.close();
  }

  private int run(String... words) {
    Project project = new Project(folder, folder.resolve("home"));
    return new Shell(project, captured.terminal(), Grammar.all(), Map.of()).run(List.of(words));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "job restart                                | /v1/job/restart  | {}",
        "job restart fact_billing                   | /v1/job/restart  | {\"job\":\"fact_billing\"}",
        "job start --from latest                    | /v1/job/start    | {\"from\":\"latest\"}",
        "job start j --from offsets --offsets 0=1   | /v1/job/start    | {\"job\":\"j\",\"from\":\"offsets\",\"offsets\":\"0=1\"}",
        "flag set decoding pinned                   | /v1/flag/set     | {\"flag\":\"decoding\",\"variant\":\"pinned\"}",
        "diagnose --component ingest --mechanism crash --affected a,b --first-bad t/0=1,t/1=2 --missing 5 --schema-versions 1,2 | /v1/diagnose | {\"component\":\"ingest\",\"mechanism\":\"crash\",\"affected\":\"a,b\",\"firstBad\":\"t/0=1,t/1=2\",\"missing\":5,\"schemaVersions\":\"1,2\"}",
        "ack 2                                      | /v1/ack          | {\"alert\":\"2\"}",
        "ack                                        | /v1/ack          | {}",
        "clock pause                                | /v1/clock/pause  | {}",
        "clock resume --pace 2.5                    | /v1/clock/resume | {\"pace\":2.5}",
      })
  void actingVerbsSendTheirArgumentsByName(String typed, String path, String body) {
    int status = run(typed.trim().split(" +"));

    assertThat(status).as(captured.err()).isZero();
    CannedLab.Asked request = lab.asked().get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo(path);
    assertThat(request.body()).isEqualTo(body);
  }

  @Test
  void watchingEndsWithTheLab() {
    lab.answer(Verb.STATUS, CannedLab.status("STOPPING"));

    assertThat(run("status", "--watch")).isZero();
    assertThat(captured.out()).contains("pinned-schema/1", "stopping");
  }

  @Test
  void watchingEndsWithoutAComplaintWhileTheLabEnds() {
    lab.refuse(Verb.STATUS, 500, "kafka does not answer");
    lab.answer(Verb.JOURNAL, CannedLab.journal("STOPPING"));

    assertThat(run("status", "--watch")).isZero();
    assertThat(captured.out()).contains("the lab has ended");
  }

  @Test
  void watchingALabThatGoesOnSaysWhatIsWrong() {
    lab.refuse(Verb.STATUS, 500, "kafka does not answer");

    assertThat(run("status", "--watch")).isEqualTo(2);
    assertThat(captured.err()).contains("kafka does not answer");
  }

  @Test
  void watchingIsForPeople() {
    assertThat(run("status", "--watch", "--json")).isEqualTo(2);
    assertThat(captured.err()).contains("--watch is for people; ask again for facts as --json");
  }

  @Test
  void theCompletionScriptIsOneThatBashTakes() throws Exception {
    assertThat(run("completion")).isZero();

    String script = captured.out() + "\ncomplete -p lab";
    Process bash = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
    assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("-F _complete_lab lab");
    assertThat(bash.waitFor()).isZero();
    assertThat(captured.out()).contains("dead-letters", "--insert-missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "logs kafka --lines 5                       | /v1/logs         | component=kafka&lines=5",
        "journal --after 7                          | /v1/journal      | after=7",
        "schema show ad-events-value --version 1    | /v1/schema/show  | subject=ad-events-value&version=1",
        "schema diff s --from 1 --to 2              | /v1/schema/diff  | subject=s&from=1&to=2",
        "replay plan --from 07:30 --to 09:30        | /v1/replay/plan  | from=07:30&to=09:30",
        "replay plan --by-duration 2h --quick       | /v1/replay/plan  | byDuration=2h&quick=true",
        "replay plan t --by-duration 2h --append    | /v1/replay/plan  | table=t&byDuration=2h&mode=append",
        "replay plan --by-duration 2h --replace     | /v1/replay/plan  | byDuration=2h&mode=replace",
        "replay plan --by-duration 2h --insert-missing | /v1/replay/plan | byDuration=2h&mode=insert-missing",
        "solution restart-only                      | /v1/solution     | fix=restart-only",
        "lineage t --column c --upstream            | /v1/lineage      | dataset=t&column=c&upstream=true",
      })
  void lookingVerbsSendTheirArgumentsAsQuery(String typed, String path, String query) {
    lab.answer(Verb.LOGS, "{\"component\": \"kafka\", \"lines\": []}");
    // What the others answer is not looked at here.
    run(typed.trim().split(" +"));

    CannedLab.Asked request = lab.asked().get(0);
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.path()).isEqualTo(path);
    assertThat(request.query()).isEqualTo(query);
  }

  @Test
  void theLabLearnsWhoAsks() {
    run("ack", "--as", "Jörg M");

    assertThat(lab.asked().get(0).who()).isEqualTo("J%C3%B6rg+M");
  }

  @Test
  void commonOptionsMayStandAnywhere() {
    assertThat(run("--as", "a", "job", "--run", "pinned-schema/1", "restart")).isZero();
    assertThat(lab.asked().get(0).who()).isEqualTo("a");
  }

  @Test
  void jsonIsTheAnswerAsItCame() {
    String body = "{\"text\":\"done\",  \"unknown\": [1.50], \"facts\":null}";
    lab.answer(Verb.ACK, body);

    int status = run("ack", "--json");

    assertThat(status).isZero();
    assertThat(captured.out()).isEqualTo(body + System.lineSeparator());
  }

  @Test
  void theOrdinaryToolIsTheLastLine() {
    run("ack");

    assertThat(captured.out().lines()).containsExactly("done", "ordinary tool: ordinary --command");
  }

  @ParameterizedTest
  @CsvSource({"PASS,0", "FAIL,1", "ERROR,2"})
  void theVerdictIsTheExitStatusWithAndWithoutJson(String outcome, int status) {
    lab.answer(Verb.VERIFY, "{\"outcome\": \"%s\", \"findings\": []}".formatted(outcome));

    assertThat(run("verify")).isEqualTo(status);
    assertThat(run("verify", "--json")).isEqualTo(status);
  }

  @Test
  void aRefusalIsOneSentenceAndStatusTwo() {
    lab.refuse(Verb.REPLAY_RUN, 409, "replay: --to 09:45 is ahead of ingest (09:20)");

    int status = run("replay", "run", "--from", "07:30", "--to", "09:45");

    assertThat(status).isEqualTo(2);
    assertThat(captured.err())
        .isEqualToIgnoringNewLines("lab: replay: --to 09:45 is ahead of ingest (09:20)");
    assertThat(captured.out()).isEmpty();
  }

  @Test
  void debugAddsTheStackTrace() {
    lab.refuse(Verb.ACK, 400, "no");

    run("ack", "--debug");

    assertThat(captured.err()).contains("lab: no", "dev.incidentlab.api.LabException");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "statsu                    | there is no verb 'statsu'; did you mean 'status'",
        "restart                   | there is no verb 'restart'; did you mean 'component restart' or 'job restart'?",
        "xyzzy                     | there is no verb 'xyzzy' (see",
        "job restrat               | job: there is no verb 'restrat'; did you mean 'restart'?",
        "job                       | job: a word is missing: one of status, restart, start",
        "logs kafka --lnies 3      | logs: there is no option '--lnies'; did you mean '--lines'?",
        "drill pinned-schema --lineage-url here | drill: --lineage-url is 'here'; it must be an http or https address",
        "lineage                    | lineage: DATASET is missing",
        "logs kafka --lines x      | logs: --lines is 'x'; it must be a whole number",
        "logs                      | logs: COMPONENT is missing; for example",
        "flag set decoding         | flag set: VARIANT is missing",
        "status --run              | status: --run ID is missing",
        "status now                | status: 'now' is one word too many",
        "clock resume --pace 0     | clock resume: --pace is '0'; it must be a number above 0",
        "job start                 | job start: --from WHERE is missing",
        "job start --from erliest  | it must be one of checkpoint, latest, earliest, offsets; did you mean 'earliest'?",
        "job start --from offsets  | job start: --from offsets and --offsets 0=12,1=9 go together",
        "replay run                | replay run: say one of --from HH:MM, --to-earliest and --from-offsets FILE",
        "diagnose --component ingest | diagnose: --mechanism M is missing",
        "diagnose --component ingets --mechanism crash | diagnose: --component is 'ingets'; it must be one of producer, kafka",
        "diagnose --component ingest --mechanism bug | diagnose: --mechanism is 'bug'; it must be one of schema-mismatch",
        "diagnose --component ingest --mechanism crash --first-bad 0=1 | diagnose: --first-bad is '0=1'; it must be TOPIC/PARTITION=OFFSET",
        "diagnose --component ingest --mechanism crash --missing few | diagnose: --missing is 'few'; it must be a whole number",
        "diagnose --component ingest --mechanism crash --affected a,,b | diagnose: --affected is 'a,,b'; it must be names with commas",
        "diagnose --component ingest --mechanism crash --schema-versions v1 | diagnose: --schema-versions is 'v1'; it must be numbers with commas",
        "replay run --quick --by-duration 2h | replay run: there is no option '--quick'",
        "replay run --to 09:30     | replay run: say one of",
        "replay run --by-duration 2h --to 09:30 | replay run: say one of",
        "replay run --from 07:30 --to-earliest | replay run: say one of",
        "replay plan --from-offsets nosuch | --from-offsets: there is no file nosuch",
        "records t --offset 5      | records: --offset N is of one partition; add --partition N",
        "sql q --version 3 --at 09:30 | sql: say either --version or --at, not both",
        "table diff t              | table diff: --from V is missing",
        "replay run --by-duration 2h --append --insert-missing | mode is both 'append' and 'insert-missing'",
        "drill pined-schema        | drill: no scenario is called 'pined-schema'; did you mean 'pinned-schema'?",
        "drill                     | drill: SCENARIO is missing; `./lab list` shows which there are",
        "drill pinned-schema --random | drill: SCENARIO is 'pinned-schema', and --random draws one; choose one of them",
        "drill --random --autopilot | drill: the autopilot would tell what --random keeps from you",
        "drill pinned-schema --fix x | drill: --fix says what the autopilot is to do; add --autopilot",
        "ack --run other           | no running lab is called 'other'; running: pinned-schema/1",
      })
  void mistakesAreOneSentenceThatSaysWhatIsRight(String typed, String sentence) throws IOException {
    scenario("pinned-schema", "id: pinned-schema");

    int status = run(typed.trim().split(" +"));

    assertThat(status).isEqualTo(2);
    assertThat(captured.err().lines())
        .singleElement()
        .asString()
        .startsWith("lab: ")
        .contains(sentence);
    assertThat(captured.out()).isEmpty();
    assertThat(lab.asked()).isEmpty();
  }

  @Test
  void withSeveralLabsOneMustBeNamed() throws IOException {
    lab.runAs(folder.resolve("runs"), "pinned-schema/2");

    assertThat(run("ack")).isEqualTo(2);
    assertThat(captured.err()).contains("2 labs are running").contains("--run");
    assertThat(run("ack", "--run", "schema/2")).isZero();
  }

  @Test
  void anAnswerOfAnotherShapeIsOneSentence() {
    lab.answer(Verb.STATUS, "{\"phase\": \"DANCING\"}");

    assertThat(run("status")).isEqualTo(2);
    assertThat(captured.err().lines()).singleElement().asString().contains("gave no Status");
  }

  @Test
  void withoutAnyWordHelpIsShown() {
    assertThat(run()).isZero();
    assertThat(captured.out()).contains("job restart", "replay run", "--help");
  }

  @Test
  void helpOfAFirstWordListsItsVerbsOnly() {
    assertThat(run("job", "--help")).isZero();
    assertThat(captured.out()).contains("job start").doesNotContain("flag set");
  }

  @Test
  void listShowsScenarios() throws IOException {
    scenario("pinned-schema", "id: pinned-schema\ntitle: \"The pinned schema\"\nminutes: 30\n");

    assertThat(run("list")).isZero();
    assertThat(captured.out()).contains("pinned-schema  -                30  The pinned schema");
  }

  @Test
  void listAsJson() throws IOException {
    scenario("a", "id: a\ntitle: A\nminutes: 5\n");

    assertThat(run("list", "--json")).isZero();
    assertThat(captured.out())
        .contains(
            "[{\"id\":\"a\",\"title\":\"A\",\"difficulty\":\"\",\"minutes\":5,\"skills\":[]}]");
  }

  @Test
  void stopAllWithoutLabsIsFine() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThat(run("stop", "--all", "--run-root", empty.toString())).isZero();
    assertThat(captured.out()).contains("no lab is running");
  }

  @Test
  void followGoesOnFromTheNewestLineUntilTheLabEnds() {
    lab.answer(
        Verb.JOURNAL,
        request ->
            new CannedLab.Answered(
                200,
                request.query().contains("after=0")
                    ? CannedLab.journal("ON_CALL", CannedLab.line(3, "LAB", "three"))
                    : CannedLab.journal("STOPPING", CannedLab.line(5, "LAB", "five"))));

    assertThat(run("journal", "--follow")).isZero();

    assertThat(captured.out().lines()).containsExactly("09:30:03  three", "09:30:05  five");
    assertThat(lab.asked().get(1).query()).contains("after=3").contains("waitMillis=");
  }

  private void scenario(String id, String yaml) throws IOException {
    Path home = Files.createDirectories(folder.resolve("scenarios").resolve(id));
    Files.writeString(home.resolve("scenario.yaml"), yaml);
  }

  @Test
  void theListSaysHowHardHowLongAndWhatForInEightyColumns() throws IOException {
    Path home = Files.createDirectories(folder.resolve("scenarios/registry-outage"));
    Files.writeString(
        home.resolve("scenario.yaml"),
        """
        title: The registry is gone
        difficulty: intermediate
        minutes: 30
        skills: [dead letters, schema registry, backpressure, degraded operation]
        """);
    Path bare = Files.createDirectories(folder.resolve("scenarios/bare"));
    Files.writeString(bare.resolve("scenario.yaml"), "title: Bare");

    assertThat(run("list")).isZero();
    assertThat(captured.out().lines())
        .allMatch(line -> line.length() <= 80)
        .anyMatch(line -> line.matches("registry-outage +intermediate +30 +The registry is gone"))
        .anyMatch(line -> line.matches("bare +- +- +Bare"));
    assertThat(captured.out()).contains("dead letters, schema registry");

    assertThat(run("list", "--json")).isZero();
    assertThat(captured.out())
        .contains("\"difficulty\":\"intermediate\",\"minutes\":30,\"skills\":[\"dead letters\",");
  }

  @Test
  void gradeExitsAsItFoundAndSaysWhatDoesNotPass() {
    assertThat(run("grade")).isEqualTo(1);
    assertThat(captured.out())
        .contains("FAIL  ledger   some rows are missing", "PASS  history  12 checked")
        .contains("grade: FAIL, as of 09:31:00 in the story");

    lab.answer(Verb.GRADE, CannedLab.graded("PASS", "0 missing"));
    assertThat(run("grade", "--json")).isZero();
    assertThat(captured.out()).contains("\"tookMillis\": 5400");
  }

  @Test
  void watchOnceLooksAndActsNowhere() {
    assertThat(run("watch", "--once")).as(captured.err()).isEqualTo(1);

    assertThat(captured.out()).contains("pinned-schema/1", "the page is out", "FAIL  ledger");
    assertThat(lab.asked()).extracting(CannedLab.Asked::method).containsOnly("GET");
    assertThat(lab.paths()).contains("/v1/status", "/v1/journal", "/v1/grade");
  }

  private void journal(String run, String phase) throws IOException {
    Path home = Files.createDirectories(folder.resolve("runs").resolve(run));
    Files.writeString(
        home.resolve("journal.jsonl"),
        """
        {"seq":1,"wall":"2026-11-22T20:00:00Z","story":"2026-03-03T07:30:00Z","who":"lab","kind":"FAULT","text":"Injected x","data":{"phase":"%s"}}
        """
            .formatted(phase));
  }

  @Test
  void aRunThatIsOverIsToldWithItsFaults() throws IOException {
    journal("pinned-schema/0", "STOPPING");

    assertThat(run("replay-run", "pinned-schema/0")).as(captured.err()).isZero();
    assertThat(captured.out()).contains("the lab was stopped", "fault: Injected x");
    assertThat(lab.asked()).isEmpty();
  }

  @Test
  void aRunThatGoesOnKeepsItsFaultsUntilItHasEnded() throws IOException {
    journal("pinned-schema/1", "ON_CALL");

    assertThat(run("replay-run", "latest", "--all")).isEqualTo(2);
    assertThat(captured.err())
        .contains("pinned-schema/1 goes on", "hidden until it is over", "./lab stop");
    assertThat(captured.out()).doesNotContain("Injected");

    journal("pinned-schema/1", "ENDED");
    assertThat(run("replay-run", "pinned-schema/latest")).as(captured.err()).isZero();
    assertThat(captured.out()).contains("ended with its final verdict", "Injected x");
  }

  @Test
  void thereMustBeSomethingToDrawFrom() {
    assertThat(run("drill", "--random")).isEqualTo(2);
    assertThat(captured.err()).contains("drill: there are no scenarios in", "to draw from");
  }
}
