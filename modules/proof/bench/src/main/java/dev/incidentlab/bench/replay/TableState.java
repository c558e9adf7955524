package dev.incidentlab.bench.replay;

/**
 * What a table holds of the published records before a replay. Which records are missing or wrong
 * is scattered over the whole topic: the hardest case, since nearly every file then has some.
 */
public enum TableState {
  EMPTY("into an empty table", 1000, 0),
  MISSING("90 % present", 100, 0),
  WRONG("90 % present, 5 % of them wrong", 100, 45),
  WHOLE("all present", 0, 0);

  private static final int PER_MILLE = 1000;

  private final String words;
  private final int missingPerMille;
  private final int wrongPerMille;

  TableState(String words, int missingPerMille, int wrongPerMille) {
    this.words = words;
    this.missingPerMille = missingPerMille;
    this.wrongPerMille = wrongPerMille;
  }

  /** What a record's row is before the replay. */
  enum RowState {
    ABSENT,
    WRONG,
    RIGHT
  }

  /** For tables of figures. */
  public String words() {
    return words;
  }

  /** The same for the same record, in every run. */
  RowState of(int partition, long offset) {
    int draw = (int) Math.floorMod(mix(offset * 64 + partition), (long) PER_MILLE);
    if (draw < missingPerMille) {
      return RowState.ABSENT;
    }
    return draw < missingPerMille + wrongPerMille ? RowState.WRONG : RowState.RIGHT;
  }

  /** SplitMix64's output function (Steele, Lea and Flood 2014). */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
