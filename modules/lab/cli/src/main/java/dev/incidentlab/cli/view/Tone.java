package dev.incidentlab.cli.view;

/** What a piece of text stands for; shown by colour where there is colour. */
public enum Tone {
  PLAIN(""),
  STRONG("1"),
  DIM("2"),
  BAD("31"),
  GOOD("32"),
  WARNING("33");

  private final String code;

  Tone(String code) {
    this.code = code;
  }

  /** The parameter of ECMA-48's SGR sequence; empty for none. */
  String code() {
    return code;
  }
}
