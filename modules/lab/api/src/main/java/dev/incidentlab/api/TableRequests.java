package dev.incidentlab.api;

import static dev.incidentlab.api.Form.COUNT;
import static dev.incidentlab.api.Form.DURATION;
import static dev.incidentlab.api.Form.FLAG;
import static dev.incidentlab.api.Form.NAMES;
import static dev.incidentlab.api.Form.SIZE;
import static dev.incidentlab.api.Form.STORY_TIME;
import static dev.incidentlab.api.Form.TEXT;
import static dev.incidentlab.api.Form.WHOLE_NUMBER;
import static dev.incidentlab.api.Parameter.optional;
import static dev.incidentlab.api.Parameter.required;

import dev.incidentlab.api.Answers.Done;
import dev.incidentlab.api.EvolutionAnswers.Evolution;
import dev.incidentlab.api.LayoutAnswers.Optimization;
import dev.incidentlab.api.LayoutAnswers.Vacuuming;
import dev.incidentlab.api.TableAnswers.Differences;
import dev.incidentlab.api.TableAnswers.Files;
import dev.incidentlab.api.TableAnswers.History;
import dev.incidentlab.api.TableAnswers.Rows;
import java.util.List;

/** About tables. */
final class TableRequests {
  private static final Parameter TABLE = required("table", TEXT, "the table");
  private static final Parameter LIMIT = optional("limit", COUNT, "how many to show");

  static final List<Request> ALL =
      List.of(
          Request.of(
              Verb.TABLE_HISTORY,
              "what each version of a table did, and which job made it",
              History.class,
              TABLE,
              LIMIT),
          Request.of(
              Verb.TABLE_FILES,
              "data files of a table",
              Files.class,
              TABLE,
              optional("version", WHOLE_NUMBER, "the newest if omitted"),
              LIMIT),
          Request.of(
              Verb.TABLE_DIFF,
              "rows that differ between two versions of a table",
              Differences.class,
              TABLE,
              required("from", WHOLE_NUMBER, "the earlier version"),
              optional("to", WHOLE_NUMBER, "the later one; the newest if omitted"),
              LIMIT),
          Request.of(
              Verb.TABLE_EVOLVE,
              "give a table the columns of a later version of its contract",
              Evolution.class,
              TABLE,
              required("to", COUNT, "version of the contract to be read as")),
          Request.of(
              Verb.TABLE_RESTORE,
              "make a table, and the offsets it is at, what they were in an older version",
              Done.class,
              TABLE,
              optional("version", WHOLE_NUMBER, "the version; table history has them"),
              optional(
                  "before", STORY_TIME, "instead: the last version that was there before then")),
          Request.of(
              Verb.TABLE_OPTIMIZE,
              "bring a table's small files together, or cluster its rows",
              Optimization.class,
              TABLE,
              optional("targetSize", SIZE, "files are joined up to it; 256MB if omitted"),
              optional("zorderBy", NAMES, "cluster rows by these columns and the event time"),
              optional("dryRun", FLAG, "only say what would be rewritten")),
          Request.of(
              Verb.TABLE_VACUUM,
              "delete files that no version within a retention names",
              Vacuuming.class,
              TABLE,
              optional("retain", DURATION, "wall time that files stay; 168h if omitted"),
              optional("orphansOnly", FLAG, "leave what an old version names, however old"),
              optional("dryRun", FLAG, "only say what would be deleted")),
          Request.of(
              Verb.SQL,
              "ask the tables, as they are or were",
              Rows.class,
              required("query", TEXT, "one SELECT; tables go by their names"),
              optional("version", WHOLE_NUMBER, "of the tables that it names"),
              optional("at", STORY_TIME, "as the tables were at a story time"),
              LIMIT));

  private TableRequests() {}
}
