package dev.incidentlab.stack;

/** A program that neither gets up nor goes: its main never returns, nor does its shutdown hook. */
final class Stuck {

  private Stuck() {}

  public static void main(String[] args) throws Exception {
    Thread hook = new Thread(Stuck::never);
    Runtime.getRuntime().addShutdownHook(hook);
    System.out.println("input at its end: " + (System.in.read() < 0));
    never();
  }

  private static void never() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
