package dev.incidentlab.server;

import dev.incidentlab.api.ServerAddress;
import dev.incidentlab.api.Verb;
import dev.incidentlab.cli.CannedLab;
import dev.incidentlab.cli.CannedLab.Answered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Stands where the lab server will be: started in the same way, but it only recites. What it
 * recites depends on the scenario's name.
 */
public final class ServerMain {
  private ServerMain() {}

  /** Takes the server's arguments. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> arguments = Arrays.asList(args);
    Path run = Path.of(arguments.get(arguments.indexOf("--run-dir") + 1));
    Path scenario = Path.of(arguments.get(arguments.indexOf("--scenario-dir") + 1));
    String name = scenario.getFileName().toString();
    System.out.println("recites " + name);
    if (name.equals("dies")) {
      throw new IllegalStateException("port 9092 is taken; free it");
    }
    CountDownLatch stopped = new CountDownLatch(1);
    try (CannedLab lab = new CannedLab()) {
      lab.answer(
          Verb.STOP,
          request -> {
            stopped.countDown();
            return new Answered(200, CannedLab.DONE.replace("done", "stopped"));
          });
      lab.answer(
          Verb.JOURNAL,
          request -> {
            if (name.equals("gives-up") && request.query().contains("after=1")) {
              System.out.println("the disk is full; free some");
              Runtime.getRuntime().halt(2);
            }
            return new Answered(200, journal(name, request.query()));
          });
      ServerAddress.ofThisProcess(
              run.getParent().getFileName() + "/" + run.getFileName(), lab.url())
          .write(run);
      stopped.await();
      Files.delete(run.resolve(ServerAddress.FILE));
      Files.writeString(run.resolve("ended"), String.join(" ", lab.paths()));
    }
  }

  private static String journal(String name, String query) {
    if (query.contains("after=0")) {
      return CannedLab.journal("FAST_FORWARD", CannedLab.line(1, "LAB", "the stack is up"));
    }
    return switch (name) {
      case "fails" ->
          CannedLab.journal("FAILED", CannedLab.line(2, "ERROR", "waited 60 s for the barrier"));
      case "never-pages" -> CannedLab.journal("FAST_FORWARD");
      default ->
          query.contains("after=1")
              ? CannedLab.journal("ON_CALL", CannedLab.line(2, "LAB", "the page is out"))
              : CannedLab.journal("ON_CALL", CannedLab.line(9, "VERB", "job restart done"));
    };
  }
}
