package dev.incidentlab.cli;

import java.util.List;

/** All verbs, in the order in which help lists them. */
final class Grammar {
  private Grammar() {}

  static List<Syntax> all() {
    return List.of(
        DrillGrammar.drill(),
        DrillGrammar.list(),
        DrillGrammar.doctor(),
        DrillGrammar.completion(),
        ResumeGrammar.resume(),
        DrillGrammar.stop(),
        StateGrammar.status(),
        StateGrammar.alerts(),
        StateGrammar.logs(),
        StateGrammar.journal(),
        JobGrammar.status(),
        JobGrammar.lag(),
        TopicGrammar.schemaList(),
        TopicGrammar.schemaShow(),
        TopicGrammar.schemaDiff(),
        TopicGrammar.records(),
        TableGrammar.history(),
        TableGrammar.files(),
        TableGrammar.diff(),
        TableGrammar.sql(),
        JobGrammar.flagList(),
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
        JudgeGrammar.solution(),
        PeopleGrammar.acknowledge(),
        PeopleGrammar.silence(),
        PeopleGrammar.say(),
        PeopleGrammar.note(),
        DiagnosisGrammar.diagnose(),
        PeopleGrammar.hint(),
        PeopleGrammar.clockPause(),
        PeopleGrammar.clockResume(),
        JobGrammar.restart(),
        JobGrammar.start(),
        JobGrammar.flagSet(),
        EvolutionGrammar.evolve(),
        DeadLetterGrammar.redrive(),
        ReplayGrammar.run(),
        DownstreamGrammar.pause(),
        DownstreamGrammar.resume(),
        DownstreamGrammar.run(),
        DownstreamGrammar.rebuild(),
        GateGrammar.override(),
        UpstreamGrammar.stop(),
        UpstreamGrammar.start(),
        UpstreamGrammar.rollback(),
        UpstreamGrammar.recreate(),
        JudgeGrammar.verify());
  }
}
