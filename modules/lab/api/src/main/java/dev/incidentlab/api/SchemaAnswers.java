package dev.incidentlab.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the registry's schemas are, and how they differ. */
public final class SchemaAnswers {
  private SchemaAnswers() {}

  /** Subjects of the registry with their versions. */
  public record Schemas(List<SchemaVersion> versions, String ordinaryTool) implements Answer {}

  /** One version; {@code schema} is its JSON, null in lists. */
  public record SchemaVersion(
      String subject, int version, int id, String compatibility, @Nullable String schema) {}

  /** One schema. */
  public record SchemaText(SchemaVersion version, String ordinaryTool) implements Answer {}

  /** What changed between two versions of a subject. */
  public record SchemaChanges(
      String subject, int from, int to, List<SchemaChange> changes, String ordinaryTool)
      implements Answer {}

  /** One change. */
  public record SchemaChange(String kind, String field, String detail) {}
}
