package dev.incidentlab.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The dependency rules of docs/architecture.md, on the classes as they are. */
@AnalyzeClasses(
    packages = "dev.incidentlab",
    importOptions = {ImportOption.DoNotIncludeTests.class})
class ArchitectureTest {
  private static final String[] PIPELINE = {
    "dev.incidentlab.schema..",
    "dev.incidentlab.delta..",
    "dev.incidentlab.ingest..",
    "dev.incidentlab.warehouse.."
  };
  private static final String[] WORLD = {"dev.incidentlab.producer..", "dev.incidentlab.stack.."};
  private static final String[] LAB = {
    "dev.incidentlab.drill..",
    "dev.incidentlab.grading..",
    "dev.incidentlab.api..",
    "dev.incidentlab.server..",
    "dev.incidentlab.cli.."
  };

  @ArchTest
  static final ArchRule pipelineKnowsNothingOfDrills =
      noClasses()
          .that()
          .resideInAnyPackage(PIPELINE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(concat(WORLD, LAB))
          .because(
              "the pipeline is one as it would run in production; let the server adapt it to the drill");

  @ArchTest
  static final ArchRule worldKnowsNothingOfTheLab =
      noClasses()
          .that()
          .resideInAnyPackage(WORLD)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(LAB)
          .because(
              "producer and stack are steered from outside; put what steers them in the server");

  @ArchTest
  static final ArchRule theGraderReadsForItself =
      noClasses()
          .that()
          .resideInAPackage("dev.incidentlab.grading..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.incidentlab.delta..",
              "dev.incidentlab.ingest..",
              "dev.incidentlab.warehouse..",
              "io.delta.standalone..")
          .because(
              "a grader that reads with the code it grades shares its mistakes; read with Delta Kernel");

  @ArchTest
  static final ArchRule theDrillKnowsOnlyItsPorts =
      classes()
          .that()
          .resideInAPackage("dev.incidentlab.drill..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.incidentlab.drill..", "java..", "com.fasterxml.jackson..", "org.snakeyaml..")
          .because("a scenario runs on any world; reach it through Fault, Probe, Oracle and World");

  @ArchTest
  static final ArchRule theCommandLineKnowsOnlyTheApi =
      noClasses()
          .that()
          .resideInAPackage("dev.incidentlab.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              concat(
                  PIPELINE,
                  concat(
                      WORLD,
                      new String[] {
                        "dev.incidentlab.drill..",
                        "dev.incidentlab.grading..",
                        "dev.incidentlab.server.."
                      })))
          .because("a verb must start in a blink; ask the server through the API");

  @ArchTest
  static final ArchRule theTableKnowsNoKafkaAndNoFlink =
      noClasses()
          .that()
          .resideInAPackage("dev.incidentlab.delta..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "org.apache.flink..")
          .because("a table is told positions, not where they come from; pass them in from ingest");

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices()
          .matching("dev.incidentlab.(**)")
          .should()
          .beFreeOfCycles()
          .because("packages that need each other are one; move what they share");

  private static String[] concat(String[] a, String[] b) {
    String[] both = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
