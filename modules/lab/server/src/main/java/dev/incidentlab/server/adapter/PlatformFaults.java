package dev.incidentlab.server.adapter;

import dev.incidentlab.api.Verb;
import dev.incidentlab.drill.Fault;
import dev.incidentlab.drill.FaultException;
import dev.incidentlab.ingest.flags.FlagDefinition;
import dev.incidentlab.ingest.flags.FlagTopic;
import dev.incidentlab.schema.RegistryUnavailableException;
import dev.incidentlab.schema.SchemaRegistry;
import dev.incidentlab.schema.SchemaRegistry.SubjectVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** What people do to the platform before anybody is on call: rightly, wrongly or to no effect. */
public final class PlatformFaults {
  /** Somebody sets a flag: {@code flag}, {@code variant}. */
  public static final String FLAG_SET = "flag.set";

  /**
   * A colleague uses a verb of the lab: {@code verb} as typed, {@code arguments} by the names that
   * the HTTP API has, {@code who}.
   */
  public static final String COLLEAGUE_VERB = "colleague.verb";

  /**
   * A version of {@code subject} is registered that differs in its documentation only. Nobody
   * writes by it: it is noise.
   */
  public static final String SCHEMA_ANNOTATE = "schema.annotate";

  /** The names of all of them. */
  public static final Set<String> NAMES = Set.of(FLAG_SET, COLLEAGUE_VERB, SCHEMA_ANNOTATE);

  /** Uses a verb on behalf of somebody in the story. */
  public interface Colleague {
    void use(Verb verb, Map<String, String> arguments, String who) throws Exception;
  }

  private interface Step {
    void run(Map<String, Object> arguments) throws Exception;
  }

  private record PlatformFault(String name, Step step) implements Fault {
    @Override
    public void inject(Instant at, Map<String, Object> arguments) throws FaultException {
      List<String> problems = FaultArguments.problems(name, arguments);
      if (!problems.isEmpty()) {
        throw new FaultException("%s: %s".formatted(name, String.join("; ", problems)));
      }
      try {
        step.run(arguments);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new FaultException(name + " was interrupted", e);
      } catch (Exception e) {
        throw new FaultException("%s: %s".formatted(name, e.getMessage()), e);
      }
    }
  }

  private PlatformFaults() {}

  /**
   * All of them, by name.
   *
   * @param registry makes a client that has asked nothing yet: one that has takes schemas that
   *     differ in documentation for the same
   */
  public static Map<String, Fault> of(
      FlagTopic flags, Supplier<SchemaRegistry> registry, Colleague colleague) {
    return Stream.of(
            new PlatformFault(FLAG_SET, arguments -> setFlag(flags, arguments)),
            new PlatformFault(
                COLLEAGUE_VERB,
                arguments ->
                    colleague.use(
                        FaultArguments.verb(arguments),
                        FaultArguments.ofVerb(arguments),
                        FaultArguments.text(arguments, "who"))),
            new PlatformFault(
                SCHEMA_ANNOTATE,
                arguments -> annotate(registry.get(), FaultArguments.text(arguments, "subject"))))
        .collect(Collectors.toMap(PlatformFault::name, fault -> fault));
  }

  private static void setFlag(FlagTopic flags, Map<String, Object> arguments)
      throws FaultException {
    String name = FaultArguments.text(arguments, "flag");
    String variant = FaultArguments.text(arguments, "variant");
    FlagDefinition flag = flags.readAll().get(name);
    if (flag == null) {
      throw new FaultException("the platform has no flag " + name);
    }
    flags.put(Map.of(name, flag.withVariant(variant)));
    String now = flags.readAll().get(name).defaultVariant();
    if (!now.equals(variant)) {
      throw new FaultException("%s should be %s, but is %s".formatted(name, variant, now));
    }
  }

  private static void annotate(SchemaRegistry registry, String subject) throws FaultException {
    try {
      List<SubjectVersion> before = registry.versions(subject);
      if (before.isEmpty()) {
        throw new FaultException("the registry has no subject " + subject);
      }
      SubjectVersion newest = before.get(before.size() - 1);
      int next = newest.version() + 1;
      registry.register(subject, documented(newest.schema(), "Reviewed, revision " + next + "."));
      int versions = registry.versions(subject).size();
      if (versions != before.size() + 1) {
        throw new FaultException(
            "%s should have %d versions, but has %d"
                .formatted(subject, before.size() + 1, versions));
      }
    } catch (RegistryUnavailableException e) {
      throw new FaultException(e.getMessage(), e);
    }
  }

  /** The same schema with other words about it. */
  static Schema documented(Schema schema, String doc) {
    Schema copy =
        Schema.createRecord(schema.getName(), doc, schema.getNamespace(), schema.isError());
    copy.setFields(schema.getFields().stream().map(f -> new Schema.Field(f, f.schema())).toList());
    return copy;
  }
}
