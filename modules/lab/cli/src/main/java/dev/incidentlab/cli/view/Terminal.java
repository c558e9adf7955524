package dev.incidentlab.cli.view;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where lines go: facts to standard output, complaints to standard error, both in UTF-8. */
public final class Terminal {
  private final PrintStream out;
  private final PrintStream err;
  private final Style style;
  private final String indent;

  public Terminal(PrintStream out, PrintStream err, Style style) {
    this(out, err, style, "");
  }

  private Terminal(PrintStream out, PrintStream err, Style style, String indent) {
    this.out = out;
    this.err = err;
    this.style = style;
    this.indent = indent;
  }

  /** This process's own. */
  public static Terminal ofProcess(Style style) {
    return new Terminal(utf8(FileDescriptor.out), utf8(FileDescriptor.err), style);
  }

  private static PrintStream utf8(FileDescriptor file) {
    return new PrintStream(new FileOutputStream(file), true, StandardCharsets.UTF_8);
  }

  public Style style() {
    return style;
  }

  /** The same terminal, every line further in. */
  public Terminal indented(String by) {
    return new Terminal(out, err, style, indent + by);
  }

  public void print(List<String> lines) {
    lines.forEach(this::print);
  }

  /** Instead of what the screen shows; on anything but a terminal, after it. */
  public void printInPlace(List<String> lines) {
    if (style.colour()) {
      // ANSI (ECMA-48): cursor home, erase to the end of the screen.
      out.print("\u001b[H\u001b[J");
    }
    print(lines);
  }

  /**
   * A line that the next one, or {@link #clearOver}, takes the place of; on anything but a terminal
   * a line like others.
   */
  public void printOver(String line) {
    if (style.colour()) {
      // ANSI (ECMA-48): erase the line.
      out.print("\r\u001b[2K" + indent + line);
      out.flush();
    } else {
      print(line);
    }
  }

  /** Takes away what {@link #printOver} left. */
  public void clearOver() {
    if (style.colour()) {
      out.print("\r\u001b[2K");
      out.flush();
    }
  }

  public void print(String line) {
    out.println(line.isEmpty() ? line : indent + line);
  }

  public void print(Tone tone, String line) {
    print(style.paint(tone, line));
  }

  /** Bytes as they are, and a line end. */
  public void raw(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
    out.println();
  }

  /** One sentence to standard error. */
  public void complain(String sentence) {
    err.println("lab: " + sentence);
  }

  /** A stack trace to standard error, for those who asked for it. */
  public void trace(Throwable cause) {
    cause.printStackTrace(err);
  }
}
