package dev.incidentlab.cli.drill;

import dev.incidentlab.api.LabException;
import dev.incidentlab.cli.view.Terminal;
import java.io.IOException;

/**
 * Decides what Ctrl-C does: while a lab starts it is ended and nothing stays behind; later it is
 * left running. Safe for the two threads that meet here, the command's and the JVM's at its end.
 */
public final class StartGuard implements AutoCloseable {
  private final Thread hook = new Thread(this::interrupt, "interrupt");
  private final RunFolder folder;
  private final String who;
  private final Terminal terminal;
  private volatile boolean interrupted;
  private ServerProcess server;
  private boolean onCall;

  /** From now on Ctrl-C ends the lab. */
  public StartGuard(RunFolder folder, String who, Terminal terminal) {
    this.folder = folder;
    this.who = who;
    this.terminal = terminal;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts the lab's server, unless Ctrl-C came first. */
  public synchronized ServerProcess start(ServerCommand options, Project project)
      throws IOException {
    if (interrupted) {
      throw new LabException(0, "interrupted before the lab was started");
    }
    server = ServerProcess.start(options, project, folder);
    return server;
  }

  /** From now on Ctrl-C only says that the lab is left running. */
  public synchronized void leaveRunning() {
    onCall = true;
  }

  /** Whether Ctrl-C was pressed; what fails after that is no news. */
  public boolean interrupted() {
    return interrupted;
  }

  private void interrupt() {
    interrupted = true;
    synchronized (this) {
      if (onCall) {
        terminal.complain(
            "interrupted; lab %s runs on, `./lab stop --run %s` ends it"
                .formatted(folder.id(), folder.id()));
      } else if (server != null) {
        terminal.complain("interrupted; ending the lab");
        Ending.stop(server, folder, who);
      }
    }
  }

  /** From now on Ctrl-C is nothing special. */
  @Override
  public void close() {
    if (!interrupted) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
