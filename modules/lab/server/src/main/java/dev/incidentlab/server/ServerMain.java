package dev.incidentlab.server;

import dev.incidentlab.server.run.LabOptions;
import java.util.List;

/**
 * The server's process. It runs until the verb {@code stop}, a signal, or a failure to come up; its
 * exit status is 0, or 2 if the lab failed.
 */
public final class ServerMain {
  private static final int FAILED = 2;

  private ServerMain() {}

  public static void main(String[] args) throws InterruptedException {
    LabOptions options;
    try {
      options = LabOptions.parse(List.of(args));
    } catch (IllegalArgumentException e) {
      System.err.println("server: " + e.getMessage());
      System.exit(FAILED);
      return;
    }
    try (LabServer server = LabServer.open(options)) {
      Thread hook = new Thread(server::close, "server-shutdown");
      Runtime.getRuntime().addShutdownHook(hook);
      boolean failed = server.runUntilStopped();
      server.close();
      Runtime.getRuntime().halt(failed ? FAILED : 0);
    } catch (StartException e) {
      System.err.println(e.getMessage());
      System.exit(FAILED);
    }
  }
}
