package dev.incidentlab.acceptance.containers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A suite that needs a container engine. Without one it is skipped with a line that says so. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("containers")
@ExtendWith(NeedsEngine.Condition.class)
@interface NeedsEngine {

  /** Set to {@code required}, a missing engine is a failure. */
  String VARIABLE = "LAB_CONTAINERS";

  /** Asks the engine. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      Commands.Output engine = Commands.at(Commands.PROJECT).run("docker", "version");
      if (engine.status() == 0) {
        return ConditionEvaluationResult.enabled("an engine answers");
      }
      if ("required".equals(System.getenv(VARIABLE))) {
        throw new IllegalStateException(
            "no container engine answers, and %s=required: %s"
                .formatted(VARIABLE, engine.text().strip()));
      }
      String line =
          "containers: %s is skipped, no container engine answers"
              .formatted(context.getRequiredTestClass().getSimpleName());
      if (context.getTestMethod().isEmpty()) {
        System.out.println(line);
      }
      return ConditionEvaluationResult.disabled(line);
    }
  }
}
