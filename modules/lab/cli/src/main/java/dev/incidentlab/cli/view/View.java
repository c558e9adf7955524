package dev.incidentlab.cli.view;

import java.util.List;

/** Turns an answer into lines. */
@FunctionalInterface
public interface View<A> {
  List<String> lines(A answer, Style style);
}
