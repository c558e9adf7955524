package dev.incidentlab.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Logback for a child: everything to standard output, which the parent keeps as the log file. */
final class Logging {

  private static final String XML =
      """
      <configuration>
        <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
          <encoder>
            <pattern>%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{36} - %msg%n</pattern>
          </encoder>
        </appender>
        <!-- Kafka prints every setting, default or not, a dozen times over. -->
        <logger name="org.apache.kafka.common.config" level="WARN"/>
        <root level="INFO">
          <appender-ref ref="out"/>
        </root>
      </configuration>
      """;

  private Logging() {}

  /** Writes the configuration into the folder; the answer is the JVM option that names it. */
  static String render(Path folder) throws IOException {
    Path file = folder.resolve("logback.xml");
    Files.writeString(file, XML);
    return "-Dlogback.configurationFile=" + file;
  }
}
