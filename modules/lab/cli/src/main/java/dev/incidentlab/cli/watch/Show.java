package dev.incidentlab.cli.watch;

import java.util.List;

/** Where a watch shows what it knows. */
interface Show extends AutoCloseable {
  /** Shows what is known now; {@code before} is what was shown last. */
  void show(Seen before, Seen now);

  /** Prints lines that stay. */
  void say(List<String> lines);

  /** Nothing more is shown. */
  @Override
  void close();
}
