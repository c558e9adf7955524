package dev.incidentlab.producer.ledger;

/**
 * The canonical 64-bit hash of one table row: what a correct consumer must have stored for an
 * event. It knows nothing of Avro, Parquet or any decoder: the producer feeds it from the event
 * that it made up, the grader from the columns that it read, and the two are equal only if every
 * value is.
 *
 * <p>Fields are fed in the table's column order; {@link CanonicalRow} fixes that order for each
 * fact table.
 *
 * <p>Algorithm. The state is 64 bits and starts at {@code 0x9e3779b97f4a7c15}. Absorbing a word
 * {@code w} sets the state to {@code mix((state ^ w) + 0x9e3779b97f4a7c15)}, where {@code mix} is
 * "variant 13" of the 64-bit finalizers in D. Stafford, <i>Better Bit Mixing</i> (2011), the one
 * that SplitMix64 uses; it is a bijection. Each field absorbs one word {@code length << 8 | tag},
 * so that neighbouring fields cannot trade characters and null, the empty text and 0 differ, and
 * then its content:
 *
 * <ul>
 *   <li>text, tag 1, length in UTF-16 code units: four code units a word, the first one in the
 *       lowest 16 bits, the last word padded with zero bits;
 *   <li>number, tag 2, length 1: the number in two's complement;
 *   <li>null, tag 3, length 0: no content;
 *   <li>record, tag 4, length its number of fields: no content, its fields follow as fields of
 *       their own.
 * </ul>
 *
 * The value is {@code mix(state ^ number of fields)}.
 */
public final class RowHash {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private static final int TAG_TEXT = 1;
  private static final int TAG_NUMBER = 2;
  private static final int TAG_NULL = 3;
  private static final int TAG_RECORD = 4;
  private static final int TAG_BITS = 8;
  private static final int UNITS_PER_WORD = 4;

  private long state = GOLDEN;
  private int fields;

  private RowHash() {}

  /** A hash of no field yet. */
  public static RowHash start() {
    return new RowHash();
  }

  /** Feeds a text column that is not null. */
  public RowHash text(CharSequence value) {
    int length = value.length();
    field(TAG_TEXT, length);
    long word = 0;
    for (int i = 0; i < length; i++) {
      word |= (long) value.charAt(i) << (Character.SIZE * (i % UNITS_PER_WORD));
      if (i % UNITS_PER_WORD == UNITS_PER_WORD - 1) {
        absorb(word);
        word = 0;
      }
    }
    if (length % UNITS_PER_WORD != 0) {
      absorb(word);
    }
    return this;
  }

  /** Feeds a text column that may be null. */
  public RowHash nullableText(CharSequence value) {
    return value == null ? absent() : text(value);
  }

  /** Feeds a number column; timestamps count in microseconds since 1970. */
  public RowHash number(long value) {
    field(TAG_NUMBER, 1);
    absorb(value);
    return this;
  }

  /** Announces a record that is not null; its fields are fed next. */
  public RowHash record(int numberOfFields) {
    field(TAG_RECORD, numberOfFields);
    return this;
  }

  /** Feeds a column that is null, whatever its type. */
  public RowHash absent() {
    field(TAG_NULL, 0);
    return this;
  }

  /** The hash of the fields fed so far; more may follow. */
  public long value() {
    return mix(state ^ fields);
  }

  private void field(int tag, int length) {
    fields++;
    absorb(((long) length << TAG_BITS) | tag);
  }

  private void absorb(long word) {
    state = mix((state ^ word) + GOLDEN);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
