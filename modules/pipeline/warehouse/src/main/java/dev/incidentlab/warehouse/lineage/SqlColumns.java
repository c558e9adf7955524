package dev.incidentlab.warehouse.lineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incidentlab.warehouse.WarehouseException;
import dev.incidentlab.warehouse.lineage.ColumnLineage.Origin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which columns a query uses for which of its own, from the syntax tree that DuckDB makes of it
 * ({@code json_serialize_sql}). What is not understood is an error: a use that is overlooked would
 * call something unaffected that is not. For one thread.
 */
final class SqlColumns {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Connection duckdb;
  private final Set<String> aggregates = new HashSet<>();

  /** A relation in a FROM clause, with what its columns are made of. */
  private record Source(String name, ColumnLineage columns) {}

  /** What names in an expression may mean. */
  private static final class Scope {
    private final List<Source> sources = new ArrayList<>();
    private final Map<String, Set<Origin>> aliases = caseless();
    private final Set<Origin> rows = new TreeSet<>();
    private final Map<String, ColumnLineage> relations;
    private final Scope outer;

    Scope(Map<String, ColumnLineage> relations, Scope outer) {
      this.relations = caseless();
      this.relations.putAll(relations);
      this.outer = outer;
    }
  }

  private static <T> Map<String, T> caseless() {
    return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  }

  SqlColumns(Connection duckdb) {
    this.duckdb = duckdb;
    try (Statement statement = duckdb.createStatement();
        ResultSet names =
            statement.executeQuery(
                "select distinct function_name from duckdb_functions()"
                    + " where function_type = 'aggregate'")) {
      while (names.next()) {
        aggregates.add(names.getString(1));
      }
    } catch (SQLException e) {
      throw new WarehouseException("cannot list DuckDB's functions: " + e.getMessage(), e);
    }
  }

  /**
   * Analyses a query.
   *
   * @param name of the query, for messages
   * @param relations by name the columns of what it may read
   * @throws WarehouseException if it is no SELECT, or has something that is not understood
   */
  ColumnLineage of(String name, String sql, Map<String, ColumnLineage> relations) {
    try {
      JsonNode tree = parse(sql);
      if (tree.path("error").asBoolean()) {
        throw new WarehouseException(tree.path("error_message").asText(), null);
      }
      return query(tree.path("statements").path(0).path("node"), new Scope(relations, null));
    } catch (WarehouseException e) {
      throw new WarehouseException(
          "cannot tell the columns of %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private JsonNode parse(String sql) {
    try (PreparedStatement statement =
        duckdb.prepareStatement(
            "select json_serialize_sql(?::varchar, skip_null := true, skip_empty := true)")) {
      statement.setString(1, sql);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return JSON.readTree(row.getString(1));
      }
    } catch (SQLException | JsonProcessingException e) {
      throw new WarehouseException("DuckDB does not parse it: " + e.getMessage(), e);
    }
  }

  /**
   * @param outside of the query; its relations may be read, its columns named
   */
  private ColumnLineage query(JsonNode node, Scope outside) {
    if (!node.path("type").asText().equals("SELECT_NODE")) {
      throw new WarehouseException(
          "a %s is not understood; write it as one SELECT".formatted(node.path("type").asText()),
          null);
    }
    Scope scope = new Scope(outside.relations, outside);
    for (JsonNode cte : node.path("cte_map").path("map")) {
      scope.relations.put(
          cte.path("key").asText(), query(cte.path("value").path("query").path("node"), scope));
    }
    from(node.path("from_table"), scope);
    Map<String, Set<Origin>> columns = new LinkedHashMap<>();
    for (JsonNode selected : node.path("select_list")) {
      if (selected.path("class").asText().equals("STAR")) {
        star(selected, scope, columns);
      } else {
        Set<Origin> origins = new TreeSet<>();
        expression(selected, Use.IDENTITY, scope, origins);
        columns.put(nameOf(selected), origins);
        scope.aliases.put(nameOf(selected), origins);
      }
    }
    expression(node.path("where_clause"), Use.FILTER, scope, scope.rows);
    expression(node.path("group_expressions"), Use.GROUP_BY, scope, scope.rows);
    expression(node.path("having"), Use.FILTER, scope, scope.rows);
    expression(node.path("qualify"), Use.FILTER, scope, scope.rows);
    expression(node.path("modifiers"), Use.SORT, scope, scope.rows);
    return new ColumnLineage(columns, scope.rows);
  }

  private static String nameOf(JsonNode selected) {
    if (selected.has("alias")) {
      return selected.path("alias").asText();
    }
    JsonNode names = selected.path("column_names");
    return names.isEmpty()
        ? selected.path("function_name").asText(selected.path("type").asText()) + "()"
        : names.path(names.size() - 1).asText();
  }

  private static void star(JsonNode star, Scope scope, Map<String, Set<Origin>> columns) {
    String of = star.path("relation_name").asText();
    if (star.has("exclude_list") || star.has("replace_list") || star.has("expr")) {
      throw new WarehouseException("a * with exceptions is not understood; name columns", null);
    }
    scope.sources.stream()
        .filter(source -> of.isEmpty() || source.name().equalsIgnoreCase(of))
        .forEach(source -> source.columns().columns().forEach(columns::putIfAbsent));
  }

  private void from(JsonNode table, Scope scope) {
    switch (table.path("type").asText()) {
      case "", "EMPTY" -> {}
      case "BASE_TABLE" -> {
        String name = table.path("table_name").asText();
        ColumnLineage columns = scope.relations.get(name);
        if (columns == null) {
          throw new WarehouseException(
              "it reads '%s'; known: %s".formatted(name, scope.relations.keySet()), null);
        }
        add(table.path("alias").asText(name), columns, scope);
      }
      case "SUBQUERY" ->
          add(
              table.path("alias").asText(),
              query(table.path("subquery").path("node"), scope),
              scope);
      case "JOIN" -> {
        from(table.path("left"), scope);
        from(table.path("right"), scope);
        expression(table.path("condition"), Use.JOIN, scope, scope.rows);
        for (JsonNode column : table.path("using_columns")) {
          name(List.of(column.asText()), scope)
              .forEach(o -> scope.rows.add(new Origin(o.dataset(), o.column(), Use.JOIN)));
        }
      }
      default ->
          throw new WarehouseException(
              "a %s in FROM is not understood".formatted(table.path("type").asText()), null);
    }
  }

  private static void add(String name, ColumnLineage columns, Scope scope) {
    scope.sources.add(new Source(name, columns));
    scope.rows.addAll(columns.rows());
  }

  /** Adds what an expression, or a list of them, is made of. */
  private void expression(JsonNode node, Use use, Scope scope, Set<Origin> into) {
    if (node.isArray()) {
      node.forEach(part -> expression(part, use, scope, into));
      return;
    }
    switch (node.path("class").asText()) {
      case "COLUMN_REF" -> {
        List<String> names = new ArrayList<>();
        node.path("column_names").forEach(name -> names.add(name.asText()));
        name(names, scope)
            .forEach(o -> into.add(new Origin(o.dataset(), o.column(), use.of(o.use()))));
      }
      case "SUBQUERY" -> {
        ColumnLineage inner = query(node.path("subquery").path("node"), scope);
        inner
            .columns()
            .values()
            .forEach(
                column ->
                    column.forEach(
                        o -> into.add(new Origin(o.dataset(), o.column(), made(use).of(o.use())))));
        inner.rows().forEach(o -> into.add(new Origin(o.dataset(), o.column(), decides(use))));
        expression(node.path("child"), made(use), scope, into);
      }
      case "FUNCTION", "WINDOW" -> {
        boolean aggregate =
            node.path("class").asText().equals("WINDOW")
                || aggregates.contains(node.path("function_name").asText());
        Use within = aggregate && made(use) == Use.TRANSFORMATION ? Use.AGGREGATION : made(use);
        node.fields()
            .forEachRemaining(
                part ->
                    expression(
                        part.getValue(),
                        part.getKey().equals("children") ? within : decides(use),
                        scope,
                        into));
      }
      case "CASE" -> {
        for (JsonNode check : node.path("case_checks")) {
          expression(check.path("when_expr"), decides(use), scope, into);
          expression(check.path("then_expr"), made(use), scope, into);
        }
        expression(node.path("else_expr"), made(use), scope, into);
      }
      default ->
          // Whatever else it is, it is made of its parts.
          node.forEach(
              part -> {
                if (part.isContainerNode()) {
                  expression(part, made(use), scope, into);
                }
              });
    }
  }

  private static Use made(Use use) {
    return use == Use.IDENTITY ? Use.TRANSFORMATION : use;
  }

  private static Use decides(Use use) {
    return use.type().equals("DIRECT") ? Use.CONDITIONAL : use;
  }

  /** What a name means: a column of a relation, or a column that the query itself has named. */
  private static Set<Origin> name(List<String> names, Scope scope) {
    for (Scope in = scope; in != null; in = in.outer) {
      Optional<Set<Origin>> found = find(names, in);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new WarehouseException(
        "column '%s' is in none of %s"
            .formatted(String.join(".", names), scope.sources.stream().map(Source::name).toList()),
        null);
  }

  private static Optional<Set<Origin>> find(List<String> names, Scope scope) {
    List<Source> named =
        scope.sources.stream()
            .filter(s -> names.size() > 1 && s.name().equalsIgnoreCase(names.get(0)))
            .toList();
    // Without a relation before it, what follows the first name are fields of a struct.
    String column = names.get(named.isEmpty() ? 0 : 1);
    Set<Origin> found = new TreeSet<>();
    boolean any = false;
    for (Source source : named.isEmpty() ? scope.sources : named) {
      for (Map.Entry<String, Set<Origin>> known : source.columns().columns().entrySet()) {
        if (known.getKey().equalsIgnoreCase(column)) {
          found.addAll(known.getValue());
          any = true;
        }
      }
    }
    return any ? Optional.of(found) : Optional.ofNullable(scope.aliases.get(names.get(0)));
  }
}
