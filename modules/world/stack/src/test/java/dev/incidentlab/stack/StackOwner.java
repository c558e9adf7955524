package dev.incidentlab.stack;

import java.nio.file.Path;

/** Stands for the lab server: a process that owns a stack until it is ended. */
final class StackOwner {

  private StackOwner() {}

  public static void main(String[] args) throws Exception {
    try (EmbeddedStack stack =
        EmbeddedStack.start(
            StackConfig.of(Path.of(args[0]), Path.of(args[1])),
            endpoints -> Lab.toyProducer(),
            new StackEvents() {})) {
      System.out.println(stack.endpoints());
      Thread.currentThread().join();
    }
  }
}
