package dev.incidentlab.server.verbs;

import dev.incidentlab.api.EvolutionAnswers.Evolution;
import dev.incidentlab.api.EvolutionAnswers.NewColumn;
import dev.incidentlab.delta.TableException;
import dev.incidentlab.delta.TableSnapshot;
import dev.incidentlab.drill.JournalEntry.Kind;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.server.adapter.IngestPipeline;
import dev.incidentlab.server.adapter.Tables;
import dev.incidentlab.server.run.Platform;
import dev.incidentlab.server.run.RunState;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** {@code table evolve}. */
final class EvolutionVerbs {
  private final RunState state;
  private final Supplier<Platform> platform;

  EvolutionVerbs(RunState state, Supplier<Platform> platform) {
    this.state = state;
    this.platform = platform;
  }

  Evolution evolve(Arguments arguments, String who) {
    IngestPipeline pipeline = IngestPipeline.of(arguments.required("table"));
    arguments.required("to");
    int to = arguments.wholeNumber("to", 0);
    Tables tables = platform.get().tables();
    try {
      int from = tables.readerVersion(pipeline);
      Schema before = tables.table(pipeline).snapshot().schema().rows();
      TableSnapshot after = tables.evolve(pipeline, to, arguments.verb());
      List<NewColumn> columns =
          after.schema().rows().getFields().stream()
              .filter(field -> before.getField(field.name()) == null)
              .map(field -> new NewColumn(field.name(), sqlType(field.schema())))
              .toList();
      state
          .journal()
          .write(
              who,
              Kind.VERB,
              "%s: %s is of version %d of %s, it was of version %d."
                  .formatted(arguments.verb(), pipeline.table(), to, pipeline.contract(), from),
              Map.of("verb", arguments.verb(), "arguments", arguments.values()));
      return new Evolution(
          pipeline.table(),
          pipeline.contract(),
          from,
          to,
          after.version(),
          columns,
          ordinary(tables, pipeline, to, columns));
    } catch (IllegalArgumentException | TableException e) {
      throw new IllegalArgumentException(arguments.verb() + ": " + e.getMessage(), e);
    }
  }

  private static String ordinary(
      Tables tables, IngestPipeline pipeline, int to, List<NewColumn> columns) {
    String table = "ALTER TABLE delta.`%s`".formatted(tables.directory(pipeline).toAbsolutePath());
    return "spark-sql -e '%s ADD COLUMNS (%s); %s SET TBLPROPERTIES (\"%s\" = \"%d\", …)'"
        .formatted(
            table,
            columns.stream()
                .map(column -> column.name() + " " + column.type())
                .collect(Collectors.joining(", ")),
            table,
            Contracts.READER_VERSION_PROPERTY,
            to);
  }

  private static String sqlType(Schema type) {
    return switch (type.getType()) {
      case LONG -> type.getLogicalType() == null ? "bigint" : "timestamp";
      case RECORD ->
          type.getFields().stream()
              .map(field -> field.name() + ": " + sqlType(field.schema()))
              .collect(Collectors.joining(", ", "struct<", ">"));
      case UNION ->
          type.getTypes().stream()
              .filter(branch -> branch.getType() != Schema.Type.NULL)
              .map(EvolutionVerbs::sqlType)
              .collect(Collectors.joining());
      default -> type.getType().getName();
    };
  }
}
