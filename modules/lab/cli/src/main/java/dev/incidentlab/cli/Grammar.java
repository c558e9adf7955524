package dev.incidentlab.cli;

import dev.incidentlab.api.Answer;
import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.Answers.Logs;
import dev.incidentlab.api.Answers.Solution;
import dev.incidentlab.api.SchemaAnswers.SchemaChanges;
import dev.incidentlab.api.SchemaAnswers.SchemaText;
import dev.incidentlab.api.SchemaAnswers.Schemas;
import dev.incidentlab.api.StatusAnswers.Alerts;
import dev.incidentlab.api.StatusAnswers.Flags;
import dev.incidentlab.api.StatusAnswers.Jobs;
import dev.incidentlab.api.TableAnswers.Differences;
import dev.incidentlab.api.TableAnswers.Files;
import dev.incidentlab.api.TableAnswers.History;
import dev.incidentlab.api.TableAnswers.Records;
import dev.incidentlab.api.TableAnswers.Rows;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.Syntax.Topic;
import dev.incidentlab.cli.view.AlertsView;
import dev.incidentlab.cli.view.DoneView;
import dev.incidentlab.cli.view.FlagsView;
import dev.incidentlab.cli.view.JobsView;
import dev.incidentlab.cli.view.RecordsView;
import dev.incidentlab.cli.view.SchemaViews;
import dev.incidentlab.cli.view.SolutionView;
import dev.incidentlab.cli.view.TableViews;
import dev.incidentlab.cli.view.View;
import java.util.List;
import java.util.stream.Stream;

/** All verbs, in the order in which help lists them. */
final class Grammar {
  private static final Argument JOB =
      Argument.optional("job", "JOB", "the job; the ads pipeline's if omitted");
  private static final Argument SUBJECT =
      Argument.required("subject", "SUBJECT", "the registry's subject");
  private static final Argument TABLE = Argument.required("table", "TABLE", "the table");
  private static final Argument LIMIT =
      Argument.option("limit", "--limit", "N", "how many to show").wholeNumber();

  private Grammar() {}

  static List<Syntax> all() {
    return List.of(
        drill(),
        Syntax.of(Topic.DRILL, "list", "the scenarios", "list", List.of(), new ListAction()),
        Syntax.of(
            Topic.DRILL,
            "doctor",
            "what would keep a lab from running",
            "doctor",
            List.of(),
            new DoctorAction()),
        completion(),
        ResumeGrammar.resume(),
        stop(),
        status(),
        look(Verb.ALERTS, "alerts that fired", "", Alerts.class, AlertsView::lines),
        logs(),
        journal(),
        look(Verb.JOB_STATUS, "the ingest jobs", "", Jobs.class, JobsView::lines),
        Syntax.of(
            Topic.LOOK,
            Verb.LAG.words(),
            "where ingest is, by partition",
            "lag --wait",
            List.of(
                Argument.flag(
                    LagAction.WAIT, "--wait", "", "first wait until what is there now is in")),
            new LagAction()),
        look(Verb.SCHEMA_LIST, "subjects and versions", "", Schemas.class, SchemaViews::list),
        schemaShow(),
        schemaDiff(),
        records(),
        tableHistory(),
        tableFiles(),
        tableDiff(),
        sql(),
        look(Verb.FLAG_LIST, "the feature flags", "", Flags.class, FlagsView::lines),
        LineageGrammar.lineage(),
        DownstreamGrammar.list(),
        DownstreamGrammar.runs(),
        DownstreamGrammar.slices(),
        GateGrammar.list(),
        GateGrammar.show(),
        DeadLetterGrammar.list(),
        DeadLetterGrammar.show(),
        ReplayGrammar.plan(),
        ReplayGrammar.progress(),
        DiagnosisGrammar.score(),
        solution(),
        act(
            Verb.ACK,
            "acknowledge one alert, or all that fire",
            " 2",
            Argument.optional("alert", "ALERT", "its name or number")),
        act(
            Verb.ALERTS_SILENCE,
            "call nobody for a rule's alerts",
            " freshness-fact-ad-events --for 30m",
            Argument.required("alert", "ALERT", "its name or number"),
            Argument.option("for", "--for", "30m", "how long, in story time").needed()),
        act(
            Verb.SAY,
            "tell stakeholders how it stands",
            " \"spend of the last two hours is wrong; next word at 09:50\"",
            Argument.required("text", "TEXT", "what they are told")),
        act(
            Verb.NOTE,
            "write a remark into the journal",
            " \"first bad offset is 120\"",
            Argument.required("text", "TEXT", "the remark")),
        DiagnosisGrammar.diagnose(),
        act(Verb.HINT, "be told a little more, at a cost", ""),
        act(Verb.CLOCK_PAUSE, "hold the story", ""),
        act(
            Verb.CLOCK_RESUME,
            "let the story go on",
            " --pace 2",
            Argument.option("pace", "--pace", "X", "story seconds per second").aboveZero()),
        act(Verb.JOB_RESTART, "restart a job from its newest checkpoint", "", JOB),
        jobStart(),
        act(
            Verb.FLAG_SET,
            "turn a feature flag",
            " ingest.dead-letters on",
            Argument.required("flag", "NAME", "the flag"),
            Argument.required("variant", "VARIANT", "one of its variants")),
        EvolutionGrammar.evolve(),
        DeadLetterGrammar.redrive(),
        ReplayGrammar.run(),
        DownstreamGrammar.pause(),
        DownstreamGrammar.resume(),
        DownstreamGrammar.run(),
        DownstreamGrammar.rebuild(),
        GateGrammar.override(),
        act(Verb.PRODUCER_STOP, "have the upstream team publish nothing more", ""),
        act(Verb.PRODUCER_START, "have them publish again", ""),
        act(Verb.PRODUCER_ROLLBACK, "have them write the old schema version again", ""),
        act(
            Verb.TOPIC_RECREATE,
            "delete a topic, with its records, and make it anew",
            " ad-events",
            Argument.required("topic", "TOPIC", "the topic")),
        Syntax.of(
            Topic.JUDGE,
            Verb.VERIFY.words(),
            "is it repaired? asks every oracle; only --final changes anything",
            "verify --final",
            List.of(
                Argument.flag(
                    "final",
                    "--final",
                    "true",
                    "restart the jobs first, watch freshness longer, end the drill")),
            new VerifyAction()));
  }

  private static <A extends Answer> Syntax look(
      Verb verb,
      String summary,
      String example,
      Class<A> type,
      View<A> view,
      Argument... arguments) {
    return Syntax.of(
        Topic.LOOK,
        verb.words(),
        summary,
        verb.words() + example,
        List.of(arguments),
        new VerbAction<>(verb, type, view));
  }

  private static Syntax act(Verb verb, String summary, String example, Argument... arguments) {
    return Syntax.of(
        Topic.ACT,
        verb.words(),
        summary,
        verb.words() + example,
        List.of(arguments),
        new VerbAction<>(verb, Done.class, DoneView::lines));
  }

  private static Syntax drill() {
    return Syntax.of(
            Topic.DRILL,
            "drill",
            "start a lab and bring it to the page",
            "drill pinned-schema --pace 2",
            List.of(
                Argument.required(DrillAction.SCENARIO, "SCENARIO", "as `./lab list` shows it"),
                Argument.flag(
                    DrillAction.AUTOPILOT,
                    "--autopilot",
                    "",
                    "work a solution, have it judged, stop"),
                Argument.option(
                    DrillAction.FIX, "--fix", "ID", "which solution, or wrong fix, to work"),
                Argument.flag(DrillAction.KEEP, "--keep", "", "leave the lab running"),
                Argument.option("seed", "--seed", "N", "of all random choices; 42 if omitted")
                    .wholeNumber(),
                Argument.option("pace", "--pace", "X", "story seconds per second; 1 if omitted")
                    .aboveZero(),
                Argument.option("rate", "--rate", "N", "ad events per story second").aboveZero(),
                Argument.option(
                    DrillAction.PORTS,
                    "--port",
                    "kafka=9092,api=8080",
                    "fixed ports of components and of the lab's API"),
                LineageGrammar.url()),
            new DrillAction())
        .where(
            a ->
                a.has(DrillAction.FIX) && !a.has(DrillAction.AUTOPILOT)
                    ? "--fix says what the autopilot is to do; add --autopilot"
                    : null)
        .withoutJson();
  }

  private static Syntax status() {
    return Syntax.of(
        Topic.LOOK,
        Verb.STATUS.words(),
        "everything at a glance",
        "status --watch",
        List.of(
            Argument.flag(
                StatusAction.WATCH, "--watch", "", "go on, in place, until the lab ends")),
        new StatusAction());
  }

  private static Syntax completion() {
    return Syntax.of(
            Topic.DRILL,
            "completion",
            "a script by which your shell completes verbs and options",
            "completion",
            List.of(),
            new CompletionAction())
        .withoutJson();
  }

  private static Syntax stop() {
    return Syntax.of(
            Topic.DRILL,
            Verb.STOP.words(),
            "end a lab and everything that it started",
            "stop --all",
            List.of(Argument.flag(StopAction.ALL, "--all", "", "every lab that runs")),
            new StopAction())
        .withoutJson();
  }

  private static Syntax logs() {
    return look(
        Verb.LOGS,
        "the end of a component's log",
        " flink-taskmanager --lines 100",
        Logs.class,
        (logs, style) -> logs.lines(),
        Argument.required("component", "COMPONENT", "as `./lab status` shows it"),
        Argument.option("lines", "--lines", "N", "how many").wholeNumber());
  }

  private static Syntax journal() {
    return Syntax.of(
        Topic.LOOK,
        Verb.JOURNAL.words(),
        "what happened so far",
        "journal --follow",
        List.of(
            Argument.flag(JournalAction.FOLLOW, "--follow", "", "go on until the lab ends"),
            Argument.option("after", "--after", "SEQ", "only lines behind this number")
                .wholeNumber()),
        new JournalAction());
  }

  private static Syntax schemaShow() {
    return look(
        Verb.SCHEMA_SHOW,
        "one schema",
        " ad-events-value --version 1",
        SchemaText.class,
        SchemaViews::show,
        SUBJECT,
        Argument.option("version", "--version", "N", "the newest if omitted").wholeNumber());
  }

  private static Syntax schemaDiff() {
    return look(
        Verb.SCHEMA_DIFF,
        "what changed between two versions",
        " ad-events-value --from 1 --to 2",
        SchemaChanges.class,
        SchemaViews::diff,
        SUBJECT,
        Argument.option("from", "--from", "N", "the last but one if omitted").wholeNumber(),
        Argument.option("to", "--to", "N", "the newest if omitted").wholeNumber());
  }

  private static Syntax records() {
    return look(
            Verb.RECORDS,
            "records of a topic, each by the schema that wrote it",
            " ad-events --partition 0 --at 09:20",
            Records.class,
            RecordsView::lines,
            Argument.required("topic", "TOPIC", "any topic of the lab"),
            Argument.option("partition", "--partition", "N", "all if omitted").wholeNumber(),
            Argument.option("offset", "--offset", "N", "of the first record of the partition")
                .wholeNumber(),
            Argument.option(
                "offsets", "--offsets", "0=12,1=9", "first records, as a page names its next"),
            Argument.option("at", "--at", "HH:MM", "story time of the first record"),
            LIMIT)
        .where(Grammar::start);
  }

  private static String start(Arguments a) {
    if (a.has("offset") && !a.has("partition")) {
      return "--offset N is of one partition; add --partition N";
    }
    long begins = Stream.of("offset", "offsets", "at").filter(a::has).count();
    return begins > 1 || a.has("offsets") && a.has("partition")
        ? "say one of --at HH:MM, --partition N --offset N and --offsets 0=12,1=9"
        : null;
  }

  private static Syntax tableHistory() {
    return look(
        Verb.TABLE_HISTORY,
        "what each version of a table did, and which job made it",
        " fact_ad_events --limit 5",
        History.class,
        TableViews::history,
        TABLE,
        LIMIT);
  }

  private static Syntax tableFiles() {
    return look(
        Verb.TABLE_FILES,
        "data files of a table",
        " fact_ad_events --version 3",
        Files.class,
        TableViews::files,
        TABLE,
        Argument.option("version", "--version", "V", "the newest if omitted").wholeNumber(),
        LIMIT);
  }

  private static Syntax tableDiff() {
    return look(
        Verb.TABLE_DIFF,
        "rows that differ between two versions of a table",
        " fact_ad_events --from 3 --to 4",
        Differences.class,
        TableViews::diff,
        TABLE,
        Argument.option("from", "--from", "V", "the earlier version").wholeNumber().needed(),
        Argument.option("to", "--to", "V", "the later one; the newest if omitted").wholeNumber(),
        LIMIT);
  }

  private static Syntax sql() {
    return look(
            Verb.SQL,
            "ask the tables, as they are or were",
            " \"select count(*) from fact_ad_events\" --at 09:20",
            Rows.class,
            TableViews::sql,
            Argument.required("query", "QUERY", "one SELECT; tables go by their names"),
            Argument.option("version", "--version", "V", "of the tables that it names")
                .wholeNumber(),
            Argument.option("at", "--at", "HH:MM", "as the tables were at a story time"),
            LIMIT)
        .where(
            a -> a.has("version") && a.has("at") ? "say either --version or --at, not both" : null);
  }

  private static Syntax solution() {
    return look(
        Verb.SOLUTION,
        "how it is done, step by step; only on an autopilot's lab",
        "",
        Solution.class,
        SolutionView::lines,
        Argument.optional("fix", "FIX", "a solution's or wrong fix's id; the first if omitted"));
  }

  private static Syntax jobStart() {
    return act(
            Verb.JOB_START,
            "start a job from a place that you choose",
            " --from checkpoint",
            JOB,
            Argument.option("from", "--from", "WHERE", "checkpoint, latest, earliest or offsets")
                .oneOf("checkpoint", "latest", "earliest", "offsets")
                .needed(),
            Argument.option(
                "offsets",
                "--offsets",
                "0=12,1=9",
                "next offset by partition, with --from offsets"))
        .where(
            a ->
                a.has("offsets") == "offsets".equals(a.get("from"))
                    ? null
                    : "--from offsets and --offsets 0=12,1=9 go together");
  }
}
