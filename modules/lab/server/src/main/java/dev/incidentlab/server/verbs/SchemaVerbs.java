package dev.incidentlab.server.verbs;

import dev.incidentlab.api.SchemaAnswers.SchemaChange;
import dev.incidentlab.api.SchemaAnswers.SchemaChanges;
import dev.incidentlab.api.SchemaAnswers.SchemaText;
import dev.incidentlab.api.SchemaAnswers.SchemaVersion;
import dev.incidentlab.api.SchemaAnswers.Schemas;
import dev.incidentlab.schema.SchemaDiff;
import dev.incidentlab.schema.SchemaRegistry;
import dev.incidentlab.schema.SchemaRegistry.SubjectVersion;
import dev.incidentlab.server.run.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** {@code schema list|show|diff}. */
final class SchemaVerbs {
  private final Supplier<Platform> platform;

  SchemaVerbs(Supplier<Platform> platform) {
    this.platform = platform;
  }

  Schemas list(Arguments arguments, String who) {
    SchemaRegistry registry = platform.get().registry();
    List<SchemaVersion> versions = new ArrayList<>();
    for (String subject : registry.subjects()) {
      String level = registry.compatibility(subject);
      registry
          .versions(subject)
          .forEach(v -> versions.add(new SchemaVersion(subject, v.version(), v.id(), level, null)));
    }
    return new Schemas(versions, "curl -s %s/subjects".formatted(url()));
  }

  SchemaText show(Arguments arguments, String who) {
    String subject = arguments.required("subject");
    List<SubjectVersion> versions = versions(subject);
    SubjectVersion version =
        version(versions, arguments.wholeNumber("version", newest(versions).version()));
    return new SchemaText(
        new SchemaVersion(
            subject,
            version.version(),
            version.id(),
            platform.get().registry().compatibility(subject),
            version.schema().toString(true)),
        "curl -s %s/subjects/%s/versions/%d".formatted(url(), named(subject), version.version()));
  }

  SchemaChanges diff(Arguments arguments, String who) {
    String subject = arguments.required("subject");
    List<SubjectVersion> versions = versions(subject);
    SubjectVersion to = version(versions, arguments.wholeNumber("to", newest(versions).version()));
    SubjectVersion from =
        version(versions, arguments.wholeNumber("from", Math.max(1, to.version() - 1)));
    return new SchemaChanges(
        subject,
        from.version(),
        to.version(),
        SchemaDiff.between(from.schema(), to.schema()).stream()
            .map(c -> new SchemaChange(c.kind().name(), c.field(), c.detail()))
            .toList(),
        "diff <(curl -s %1$s/subjects/%2$s/versions/%3$d/schema) <(curl -s %1$s/subjects/%2$s/versions/%4$d/schema)"
            .formatted(url(), named(subject), from.version(), to.version()));
  }

  private List<SubjectVersion> versions(String subject) {
    List<SubjectVersion> versions = platform.get().registry().versions(subject);
    if (versions.isEmpty()) {
      throw new IllegalArgumentException(
          "schema: subject '%s' is unknown; subjects: %s"
              .formatted(subject, String.join(", ", platform.get().registry().subjects())));
    }
    return versions;
  }

  private static SubjectVersion newest(List<SubjectVersion> versions) {
    return versions.get(versions.size() - 1);
  }

  private static SubjectVersion version(List<SubjectVersion> versions, int wanted) {
    return versions.stream()
        .filter(v -> v.version() == wanted)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "schema: %s has no version %d; versions: %s"
                        .formatted(
                            versions.get(0).subject(),
                            wanted,
                            versions.stream().map(SubjectVersion::version).toList())));
  }

  private String named(String subject) {
    return platform.get().topics().access().named(subject);
  }

  private String url() {
    return platform.get().stack().endpoints().registryUrl().toString();
  }
}
