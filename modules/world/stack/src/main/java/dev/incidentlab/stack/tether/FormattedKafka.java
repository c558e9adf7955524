package dev.incidentlab.stack.tether;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Formats a KRaft storage directory if that was not done yet, then runs the broker in the same JVM.
 *
 * <p>The same as {@code kafka-storage format} followed by {@code kafka-server-start}, less one JVM
 * start. Usage: {@code FormattedKafka SERVER_PROPERTIES LOG_DIRECTORY CLUSTER_ID}.
 */
public final class FormattedKafka {

  private FormattedKafka() {}

  public static void main(String[] args) throws Throwable {
    String properties = args[0];
    if (!Files.exists(Path.of(args[1], "meta.properties"))) {
      format(properties, args[2]);
    }
    try {
      Class.forName("kafka.Kafka")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {properties});
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void format(String properties, String clusterId) throws Throwable {
    String[] arguments = {"format", "--cluster-id", clusterId, "--config", properties};
    try {
      Object status =
          Class.forName("kafka.tools.StorageTool")
              .getMethod("execute", String[].class, PrintStream.class)
              .invoke(null, arguments, System.out);
      if (!Integer.valueOf(0).equals(status)) {
        throw new IllegalStateException("StorageTool format ended with status " + status);
      }
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
