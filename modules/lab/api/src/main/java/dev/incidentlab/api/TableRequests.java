package dev.incidentlab.api;

import static dev.incidentlab.api.Form.COUNT;
import static dev.incidentlab.api.Form.STORY_TIME;
import static dev.incidentlab.api.Form.TEXT;
import static dev.incidentlab.api.Form.WHOLE_NUMBER;
import static dev.incidentlab.api.Parameter.optional;
import static dev.incidentlab.api.Parameter.required;

import dev.incidentlab.api.EvolutionAnswers.Evolution;
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
              Verb.SQL,
              "ask the tables, as they are or were",
              Rows.class,
              required("query", TEXT, "one SELECT; tables go by their names"),
              optional("version", WHOLE_NUMBER, "of the tables that it names"),
              optional("at", STORY_TIME, "as the tables were at a story time"),
              LIMIT));

  private TableRequests() {}
}
