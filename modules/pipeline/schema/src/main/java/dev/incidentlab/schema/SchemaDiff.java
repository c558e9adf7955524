package dev.incidentlab.schema;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * What changed between two versions of a record schema, in the order of the newer one. Field order
 * matters: Avro's binary encoding has no names, so a reader without the writer's schema depends on
 * it.
 */
public final class SchemaDiff {
  private SchemaDiff() {}

  /** What kind of change. */
  public enum Kind {
    FIELD_ADDED,
    FIELD_REMOVED,
    FIELD_TYPE_CHANGED,
    SYMBOL_ADDED,
    SYMBOL_REMOVED
  }

  /**
   * One change.
   *
   * @param field the field's name
   * @param detail where it stands, or what changed, in words
   */
  public record Change(Kind kind, String field, String detail) {}

  /** The changes from {@code older} to {@code newer}; empty if none. */
  public static List<Change> between(Schema older, Schema newer) {
    List<Change> changes = new ArrayList<>();
    for (Schema.Field field : newer.getFields()) {
      Schema.Field before = older.getField(field.name());
      if (before == null) {
        changes.add(new Change(Kind.FIELD_ADDED, field.name(), position(newer, older, field)));
      } else {
        changes.addAll(typeChanges(before, field));
      }
    }
    for (Schema.Field field : older.getFields()) {
      if (newer.getField(field.name()) == null) {
        changes.add(
            new Change(Kind.FIELD_REMOVED, field.name(), "was " + describe(field.schema())));
      }
    }
    return changes;
  }

  private static String position(Schema newer, Schema older, Schema.Field added) {
    String type = describe(added.schema());
    List<String> following =
        newer.getFields().subList(added.pos() + 1, newer.getFields().size()).stream()
            .map(Schema.Field::name)
            .filter(name -> older.getField(name) != null)
            .toList();
    return following.isEmpty()
        ? type + ", at the end"
        : type + ", before " + String.join(", ", following);
  }

  private static List<Change> typeChanges(Schema.Field before, Schema.Field after) {
    if (before.schema().getType() == Schema.Type.ENUM
        && after.schema().getType() == Schema.Type.ENUM) {
      List<Change> changes = new ArrayList<>();
      List<String> old = before.schema().getEnumSymbols();
      List<String> now = after.schema().getEnumSymbols();
      now.stream()
          .filter(symbol -> !old.contains(symbol))
          .forEach(symbol -> changes.add(new Change(Kind.SYMBOL_ADDED, after.name(), symbol)));
      old.stream()
          .filter(symbol -> !now.contains(symbol))
          .forEach(symbol -> changes.add(new Change(Kind.SYMBOL_REMOVED, after.name(), symbol)));
      return changes;
    }
    if (before.schema().equals(after.schema())) {
      return List.of();
    }
    return List.of(
        new Change(
            Kind.FIELD_TYPE_CHANGED,
            after.name(),
            describe(before.schema()) + " became " + describe(after.schema())));
  }

  private static String describe(Schema schema) {
    return switch (schema.getType()) {
      case UNION ->
          "["
              + String.join(", ", schema.getTypes().stream().map(SchemaDiff::describe).toList())
              + "]";
      case RECORD ->
          schema.getName()
              + "{"
              + String.join(
                  ", ",
                  schema.getFields().stream()
                      .map(f -> f.name() + " " + describe(f.schema()))
                      .toList())
              + "}";
      default -> schema.getName();
    };
  }
}
