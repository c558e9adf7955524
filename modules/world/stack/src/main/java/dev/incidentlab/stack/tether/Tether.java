package dev.incidentlab.stack.tether;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;

/**
 * Runs another main class for as long as the parent process holds the other end of standard input.
 *
 * <p>A parent that is killed cannot end its children, but the kernel closes its pipes: end of input
 * is the one notice that always arrives. Usage: {@code Tether MAIN_CLASS [ARGUMENT...]}.
 */
public final class Tether {

  /** Exit status of a child whose parent went away: 128 + SIGHUP, as a shell would report it. */
  public static final int PARENT_GONE = 129;

  /** How long shutdown hooks may take after the parent went away. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private Tether() {}

  public static void main(String[] args) throws Throwable {
    if (args.length == 0) {
      throw new IllegalArgumentException("Tether: a main class is needed as the first argument");
    }
    InputStream parent = System.in;
    System.setIn(InputStream.nullInputStream());
    daemon("tether", () -> endWith(parent));
    Method main = Class.forName(args[0]).getMethod("main", String[].class);
    // A public main of a class that is not public is as good to the java launcher.
    main.setAccessible(true);
    try {
      main.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void endWith(InputStream parent) {
    awaitEnd(parent);
    // A program stuck in start-up can be stuck in its shutdown hooks too.
    daemon("tether-halt", Tether::haltAfterGrace);
    System.exit(PARENT_GONE);
  }

  private static void awaitEnd(InputStream parent) {
    byte[] ignored = new byte[64];
    try {
      while (parent.read(ignored) >= 0) {
        // The parent has nothing to say; only the end counts.
      }
    } catch (IOException e) {
      // A broken pipe says the same as its end.
      return;
    }
  }

  private static void haltAfterGrace() {
    try {
      Thread.sleep(GRACE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(PARENT_GONE);
  }

  private static void daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }
}
