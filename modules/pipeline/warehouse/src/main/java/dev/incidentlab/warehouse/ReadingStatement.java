package dev.incidentlab.warehouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One statement that only reads, as DuckDB's own parser sees it. The parser tells statements that
 * read from all others; table functions must be known to be harmless, since some of them act
 * ({@code enable_logging} writes files, and ends the process if it may not), read files or run SQL
 * that was not looked at.
 *
 * @param query without {@code EXPLAIN} and the semicolon
 * @param explain {@code EXPLAIN} or {@code EXPLAIN ANALYZE}; empty for a query
 */
record ReadingStatement(String query, String explain) {
  static final String ALLOWED =
      "give one SELECT, WITH, VALUES, SHOW, DESCRIBE, SUMMARIZE or EXPLAIN of one";

  private static final Pattern EXPLAIN =
      Pattern.compile(
          "^\\s*(explain(?:\\s+analyze)?)\\s+(.*)$", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Set<String> TABLE_FUNCTIONS =
      new TreeSet<>(
          Set.of(
              "range",
              "generate_series",
              "unnest",
              "repeat",
              "duckdb_columns",
              "duckdb_functions",
              "duckdb_tables",
              "duckdb_types",
              "duckdb_views",
              "json_each",
              "json_tree"));
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Parses a text.
   *
   * @throws SqlRefusedException if it is anything but one statement that only reads
   */
  static ReadingStatement of(Connection duckdb, String sql) throws SQLException {
    Matcher explained = EXPLAIN.matcher(sql);
    boolean explains = explained.matches();
    String query = withoutSemicolon(explains ? explained.group(2) : sql);
    JsonNode parsed = parse(duckdb, query);
    if (parsed.path("error").asBoolean()) {
      String message = parsed.path("error_message").asText();
      throw new SqlRefusedException(
          "not implemented".equals(parsed.path("error_type").asText())
              ? "'%s' is no statement that only reads; %s".formatted(start(sql), ALLOWED)
              : "%s; %s".formatted(message, ALLOWED));
    }
    int statements = parsed.path("statements").size();
    if (statements != 1) {
      throw new SqlRefusedException("%d statements; %s".formatted(statements, ALLOWED));
    }
    requireKnownFunctions(parsed);
    return new ReadingStatement(query, explains ? explained.group(1) : "");
  }

  private static JsonNode parse(Connection duckdb, String query) throws SQLException {
    try (PreparedStatement parser =
        duckdb.prepareStatement("select json_serialize_sql(?::varchar)")) {
      parser.setString(1, query);
      try (ResultSet rows = parser.executeQuery()) {
        rows.next();
        return JSON.readTree(rows.getString(1));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("DuckDB's parse tree is always JSON", e);
    }
  }

  private static void requireKnownFunctions(JsonNode tree) {
    if ("TABLE_FUNCTION".equals(tree.path("type").asText())) {
      String name = tree.path("function").path("function_name").asText().toLowerCase(Locale.ROOT);
      if (!TABLE_FUNCTIONS.contains(name)) {
        throw new SqlRefusedException(
            "table function %s is not allowed: nothing but the tables can be read; allowed are %s"
                .formatted(name, String.join(", ", TABLE_FUNCTIONS)));
      }
    }
    tree.forEach(ReadingStatement::requireKnownFunctions);
  }

  private static String withoutSemicolon(String sql) {
    String text = sql.strip();
    return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
  }

  private static String start(String sql) {
    String[] words = sql.strip().split("\\s+", 3);
    return words.length > 1 ? words[0] + " " + words[1] : words[0];
  }
}
