package dev.incidentlab.drill.scenario;

import dev.incidentlab.drill.AlertRule;
import dev.incidentlab.drill.scenario.Scenario.Clock;
import dev.incidentlab.drill.scenario.Scenario.Difficulty;
import dev.incidentlab.drill.scenario.Scenario.Fix;
import dev.incidentlab.drill.scenario.Scenario.Guard;
import dev.incidentlab.drill.scenario.Scenario.Hint;
import dev.incidentlab.drill.scenario.Scenario.Step;
import dev.incidentlab.drill.scenario.Scenario.Thresholds;
import dev.incidentlab.drill.scenario.Scenario.TimedFault;
import dev.incidentlab.drill.scenario.Scenario.Workload;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The keys of a scenario file, in the order in which they are best read. */
final class ScenarioKeys {
  static final String EXTENDS = "extends";
  static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,40}");

  private static final int FORMAT = 1;
  private static final String TIME_OF_DAY = "story time of day";
  private static final int MOST_HINT_WORDS = 120;

  private final Vocabulary vocabulary;
  private LocalDate date = LocalDate.EPOCH;

  ScenarioKeys(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  Scenario read(Fields yaml, ScenarioReader.Texts texts) {
    format(yaml);
    String id = id(yaml, texts);
    yaml.optionalText(
        EXTENDS, "scenario beside this one whose keys and texts hold where it has none");
    String title = yaml.text("title", "what a list shows; it does not give the cause away");
    Difficulty difficulty = difficulty(yaml);
    int minutes = yaml.wholeNumber("minutes", 1, "story minutes from the page to the deadline");
    List<String> skills = yaml.texts("skills", "what one learns");
    Clock clock = yaml.map("clock", "the story's instants", this::clock);
    Workload workload = yaml.map("workload", "what the platform does by default", this::workload);
    ConditionKeys conditions = new ConditionKeys(vocabulary, this::at);
    List<TimedFault> faults =
        yaml.maps("faults", "what goes wrong, in order", f -> fault(f, conditions));
    Instant first = faults.isEmpty() ? clock.page() : faults.get(0).at();
    MessageKeys messages = new MessageKeys(this::at, clock);
    return new Scenario(
        id,
        title,
        difficulty,
        minutes,
        skills,
        texts.story(),
        texts.debrief(),
        clock,
        workload,
        yaml.someMaps(
            "barrier", "holds when all that was published is taken in", conditions::condition),
        yaml.someMaps(
            "steadyState", "must hold before anything goes wrong", conditions::steadyState),
        yaml.times("observeAt", "when alert rules are looked at before the page").stream()
            .map(this::at)
            .toList(),
        faults,
        yaml.maps(
            "mustManifest",
            "what the faults must be seen to do; else the run is an error",
            s -> conditions.symptom(s, first)),
        yaml.map(
            "groundTruth",
            "what a right diagnosis names; hidden from the learner",
            g -> new GroundTruthKeys(vocabulary, this::at, faults).read(g)),
        yaml.maps("alerts", "alert rules", a -> alert(a, conditions)),
        yaml.optionalMap(
                "noise",
                "harmless distractions, some of which a seed draws",
                n -> noise(n, conditions, messages))
            .orElseGet(Noise::none),
        messages.paged(
            yaml, yaml.maps("injects", "what people write to the one on call", messages::message)),
        yaml.someMaps("hints", "from a nudge to nearly the answer", this::hint),
        oracles(yaml),
        yaml.map(
            "thresholds",
            "limits that oracles use",
            t -> new Thresholds(t.duration("freshness", "how old a table's newest event may be"))),
        yaml.map("scoring", "what scores ask for", ScenarioKeys::scoring),
        yaml.someMaps("solutions", "right ways; each must PASS", fix -> fix(fix, false)),
        yaml.someMaps("adversarialFixes", "wrong ways; each must FAIL", fix -> fix(fix, true)),
        yaml.text("runbook", "file in runbooks/"),
        yaml.maps("prevention", "what keeps the fault from coming again", this::guard));
  }

  private void format(Fields yaml) {
    int format = yaml.wholeNumber("format", 1, "version of this format: " + FORMAT);
    if (format > FORMAT) {
      yaml.problem(
          "format", "format %d is newer than this lab, which reads %d".formatted(format, FORMAT));
    }
  }

  private static String id(Fields yaml, ScenarioReader.Texts texts) {
    String id = yaml.text("id", "the folder's name");
    if (!ID.matcher(id).matches()) {
      yaml.problem(
          "id", "id is '%s'; use small letters, digits and hyphens, at most 41".formatted(id));
    } else if (!id.equals(texts.folder().toString())) {
      yaml.problem(
          "id",
          "id is '%s', but the folder is '%s'; they must agree".formatted(id, texts.folder()));
    }
    return id;
  }

  private static Difficulty difficulty(Fields yaml) {
    String word = yaml.word("difficulty", names(Difficulty.values()), "how hard it is");
    return Arrays.stream(Difficulty.values())
        .filter(d -> name(d).equals(word))
        .findFirst()
        .orElse(Difficulty.BEGINNER);
  }

  static List<String> names(Enum<?>... values) {
    return Arrays.stream(values).map(ScenarioKeys::name).toList();
  }

  /** An enum's value as files spell it. */
  static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Clock clock(Fields yaml) {
    date = yaml.date("date", "the story's day; its times are UTC");
    Clock clock =
        new Clock(
            at(yaml.time("history", "of the first event")),
            at(yaml.time("start", "of the steady state")),
            at(yaml.time("page", "at or shortly after which somebody is paged")),
            at(yaml.time("deadline", "by which all should be right")));
    boolean inOrder =
        clock.history().isBefore(clock.start())
            && clock.start().isBefore(clock.page())
            && clock.page().isBefore(clock.deadline());
    if (!inOrder) {
      yaml.problem(
          "history",
          "clock must go history < start < page < deadline, but is %s, %s, %s, %s"
              .formatted(clock.history(), clock.start(), clock.page(), clock.deadline()));
    }
    return clock;
  }

  private Workload workload(Fields yaml) {
    double rate = yaml.number("rate", 0.1, "ad events per story second, on average over a day");
    Map<String, Object> flags = yaml.plain("flags", "variants that flags begin with");
    flags.forEach(
        (flag, variant) -> {
          Collection<String> variants = vocabulary.flags().get(flag);
          if (variants == null || !variants.contains(variant.toString())) {
            yaml.problem(
                "flags",
                "workload.flags has '%s: %s'; flags and their variants: %s"
                    .formatted(flag, variant, vocabulary.flags()));
          }
        });
    return new Workload(
        rate,
        flags.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, f -> f.getValue().toString())));
  }

  private TimedFault fault(Fields yaml, ConditionKeys conditions) {
    Instant at = at(yaml.time("at", TIME_OF_DAY));
    String inject = yaml.word("inject", vocabulary.faults(), "the fault");
    Map<String, Object> args = yaml.plain("args", "what the fault takes");
    if (vocabulary.faults().contains(inject)) {
      vocabulary
          .faultArguments()
          .apply(inject, args)
          .forEach(problem -> yaml.problem("args", problem));
    }
    return new TimedFault(
        at,
        inject,
        args,
        yaml.maps(
            "until", "holds once the fault has bitten; the story waits", conditions::condition));
  }

  private Noise noise(Fields yaml, ConditionKeys conditions, MessageKeys messages) {
    Noise noise =
        new Noise(
            yaml.optionalWholeNumber("seed", "that draws; the run's if it is left out"),
            yaml.wholeNumber("draw", 1, "how many are drawn"),
            yaml.maps("faults", "done, and harmless", f -> fault(f, conditions)),
            yaml.maps("injects", "written, and beside the point", messages::message));
    int all = noise.faults().size() + noise.messages().size();
    if (noise.draw() > all) {
      yaml.problem(
          "draw", "noise.draw is %d, but there are %d to draw".formatted(noise.draw(), all));
    }
    return noise;
  }

  private static AlertRule alert(Fields yaml, ConditionKeys conditions) {
    return new AlertRule(
        yaml.text("name", "the rule's name"),
        ConditionKeys.severity(yaml),
        conditions.condition(yaml),
        yaml.optionalFlag("expected", "whether it fires by the page; left out if either may be"));
  }

  private Hint hint(Fields yaml) {
    String text = yaml.text("text", "one step of the ladder");
    if (text.isBlank() || text.split("\\s+").length > MOST_HINT_WORDS) {
      yaml.problem(
          "text",
          "a hint has 1 to %d words, this one has %d"
              .formatted(MOST_HINT_WORDS, text.isBlank() ? 0 : text.split("\\s+").length));
    }
    return new Hint(text, yaml.wholeNumber("cost", 0, "points"));
  }

  private List<String> oracles(Fields yaml) {
    List<String> oracles = yaml.words("oracles", vocabulary.oracles(), "what makes up the verdict");
    if (oracles.isEmpty()) {
      yaml.problem(
          "oracles", "oracles is empty; a verdict needs at least one of " + vocabulary.oracles());
    }
    return oracles;
  }

  private static Scoring scoring(Fields yaml) {
    Scoring scoring =
        new Scoring(
            yaml.duration("updates", "how often stakeholders want to hear"),
            yaml.texts("critical", "jobs and models that must not be paused"));
    if (scoring.updates().isZero()) {
      yaml.problem("updates", "updates must be above 0, for instance 15m");
    }
    return scoring;
  }

  private Fix fix(Fields yaml, boolean adversarial) {
    String id = yaml.text("id", "its name");
    String title = yaml.text("title", "in a few words");
    String caughtBy =
        adversarial
            ? yaml.word("caughtBy", vocabulary.oracles(), "the oracle that must fail it")
            : null;
    return new Fix(id, title, caughtBy, steps(yaml));
  }

  private Guard guard(Fields yaml) {
    return new Guard(
        yaml.text("title", "in a few words"), yaml.text("why", "in a sentence"), steps(yaml));
  }

  private List<Step> steps(Fields yaml) {
    return yaml.maps(
        "steps",
        "verbs, in order",
        step -> {
          String run = step.text("run", "a verb as typed, without ./lab");
          String problem = vocabulary.step().apply(run);
          if (!problem.isEmpty()) {
            step.problem("run", problem);
          }
          return new Step(run, step.optionalText("why", "the reason, in a sentence").orElse(""));
        });
  }

  static <T> void unique(Fields yaml, String key, Collection<T> all, Function<T, String> name) {
    Set<String> seen = new HashSet<>();
    for (T one : all) {
      if (!seen.add(name.apply(one))) {
        yaml.problem(key, "%s has '%s' twice; names are their own".formatted(key, name.apply(one)));
      }
    }
  }

  private Instant at(LocalTime time) {
    return date.atTime(time).toInstant(ZoneOffset.UTC);
  }
}
