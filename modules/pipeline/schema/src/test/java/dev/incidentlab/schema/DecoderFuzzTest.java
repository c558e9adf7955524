package dev.incidentlab.schema;

import static dev.incidentlab.schema.AdEventSamples.V1;
import static dev.incidentlab.schema.AdEventSamples.V2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.incidentlab.schema.SpecDecoder.SpecException;
import dev.incidentlab.schema.UndecodableException.Reason;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/**
 * Each of many broken frames is the row that {@link SpecDecoder} reads too, or bad data for the
 * reason that it finds too; nothing else is thrown, no frame reserves memory that its length does
 * not account for, and the frame behind it is read as if it had not been. Decoders are used again
 * all the time; frames go to them in turn. System properties {@code fuzz.frames}, {@code fuzz.seed}
 * and {@code fuzz.from} say which frames.
 */
class DecoderFuzzTest {
  private static final long FRAMES = Long.getLong("fuzz.frames", 1_000_000);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_123);
  private static final long FROM = Long.getLong("fuzz.from", 0);

  /** Frames before memory is looked at: the first ones load classes. */
  private static final int WARM_UP = 20_000;

  /** What a frame may take: for the value or the exception with its trace, and for each byte. */
  private static final long BYTES_AT_ALL = 16_384;

  private static final long BYTES_A_BYTE = 64;

  private static final Schema STRANGER =
      SchemaBuilder.record("Stranger").fields().requiredLong("n").endRecord();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Map<Reason, Long> undecodable = new EnumMap<>(Reason.class);
  private long values;

  /** A value, or why there is none. */
  private record Outcome(Reason reason, List<Object> value) {}

  private interface Expectation {
    Outcome of(byte[] frame);
  }

  private static final class Subject {
    private final String name;
    private final EventDecoder decoder;
    private final Expectation expectation;
    private final List<byte[]> good = new ArrayList<>();
    private final List<List<Object>> goodValues = new ArrayList<>();

    Subject(String name, EventDecoder decoder, Expectation expectation, Schema... writers) {
      this.name = name;
      this.decoder = decoder;
      this.expectation = expectation;
      SplittableRandom random = new SplittableRandom(SEED);
      for (int i = 0; i < 16; i++) {
        byte[] frame = FuzzFrames.valid(random, writers[i % writers.length]);
        good.add(frame);
        goodValues.add(Objects.requireNonNull(expectation.of(frame).value()));
      }
    }
  }

  private final List<Subject> subjects =
      List.of(
          new Subject("pinned v1", new PinnedDecoder(V1), DecoderFuzzTest::pinned, V1),
          new Subject(
              "registry, declared v1",
              new RegistryDecoder(DecoderFuzzTest::registered, Contracts.AD_EVENT, 1),
              frame -> byRegistry(frame, V1),
              V1,
              V2),
          new Subject(
              "registry, declared v2",
              new RegistryDecoder(DecoderFuzzTest::registered, Contracts.AD_EVENT, 2),
              frame -> byRegistry(frame, V2),
              V1,
              V2));

  @Test
  void everyFrameIsARowOrBadDataAndTheNextIsReadRight() throws Throwable {
    // A thread of its own has a short stack, which is what most of an exception costs.
    FutureTask<Void> fuzzing = new FutureTask<>(this::fuzz);
    new Thread(fuzzing, "fuzz").start();
    try {
      fuzzing.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  private Void fuzz() throws SpecException {
    FuzzFrames frames = new FuzzFrames(SEED);
    for (long i = FROM; i < FROM + FRAMES; i++) {
      byte[] frame = frames.frame(i);
      check(subjects.get((int) (i % subjects.size())), frame, i);
    }

    // What was never met was not tested.
    if (FRAMES >= WARM_UP) {
      assertThat(values).isGreaterThan(FRAMES / 10);
      assertThat(undecodable)
          .containsOnlyKeys(
              Reason.NOT_FRAMED,
              Reason.UNKNOWN_SCHEMA_ID,
              Reason.NO_COMPATIBLE_READER,
              Reason.MALFORMED,
              Reason.TRAILING_BYTES)
          .allSatisfy((reason, count) -> assertThat(count).isGreaterThan(FRAMES / 100));
    }
    return null;
  }

  private void check(Subject subject, byte[] frame, long index) {
    Outcome outcome;
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long taken;
    try {
      GenericRecord value = subject.decoder.decode(frame);
      taken = THREADS.getCurrentThreadAllocatedBytes() - before;
      outcome = new Outcome(null, plain(value));
      values++;
    } catch (UndecodableException e) {
      taken = THREADS.getCurrentThreadAllocatedBytes() - before;
      outcome = new Outcome(e.reason(), null);
      undecodable.merge(e.reason(), 1L, Long::sum);
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        fail(about(subject, frame, index, "no message"));
      }
    } catch (RuntimeException | Error e) {
      throw new AssertionError(about(subject, frame, index, "threw " + e), e);
    }
    Outcome expected = subject.expectation.of(frame);
    if (!outcome.equals(expected)) {
      fail(about(subject, frame, index, "is %s, should be %s".formatted(outcome, expected)));
    }
    long bound = BYTES_AT_ALL + BYTES_A_BYTE * (frame == null ? 0 : frame.length);
    if (index - FROM >= WARM_UP && taken > bound) {
      fail(about(subject, frame, index, "took %,d bytes, more than %,d".formatted(taken, bound)));
    }
    checkNext(subject, frame, index);
  }

  private static void checkNext(Subject subject, byte[] frame, long index) {
    int next = (int) (index % subject.good.size());
    try {
      List<Object> value = plain(subject.decoder.decode(subject.good.get(next)));
      if (!value.equals(subject.goodValues.get(next))) {
        fail(about(subject, frame, index, "made the next frame " + value));
      }
    } catch (UndecodableException | RuntimeException e) {
      throw new AssertionError(about(subject, frame, index, "made the next frame fail"), e);
    }
  }

  private static String about(Subject subject, byte[] frame, long index, String what) {
    return """
        %s: frame %d of seed %d %s
          frame: %s
          again: mvn -pl modules/pipeline/schema -am package -Dtest=DecoderFuzzTest \
        -Dsurefire.failIfNoSpecifiedTests=false -Dfuzz.seed=%d -Dfuzz.from=%d -Dfuzz.frames=1"""
        .formatted(
            subject.name,
            index,
            SEED,
            what,
            frame == null ? "none (a tombstone)" : HexFormat.of().formatHex(frame),
            SEED,
            index);
  }

  private static Schema registered(int id) throws UndecodableException {
    return switch (id) {
      case FuzzFrames.V1_ID -> V1;
      case FuzzFrames.V2_ID -> V2;
      case FuzzFrames.STRANGER_ID -> STRANGER;
      default -> throw new UndecodableException(Reason.UNKNOWN_SCHEMA_ID, "no schema " + id);
    };
  }

  private static Outcome pinned(byte[] frame) {
    return id(frame) == null ? bad(Reason.NOT_FRAMED) : read(frame, V1, V1, false);
  }

  private static Outcome byRegistry(byte[] frame, Schema reader) {
    Integer id = id(frame);
    if (id == null) {
      return bad(Reason.NOT_FRAMED);
    }
    return switch (id) {
      case FuzzFrames.V1_ID -> read(frame, V1, reader, true);
      case FuzzFrames.V2_ID -> read(frame, V2, reader, true);
      case FuzzFrames.STRANGER_ID -> bad(Reason.NO_COMPATIBLE_READER);
      default -> bad(Reason.UNKNOWN_SCHEMA_ID);
    };
  }

  private static Integer id(byte[] frame) {
    if (frame == null || frame.length < 5 || frame[0] != 0) {
      return null;
    }
    return (frame[1] & 0xff) << 24
        | (frame[2] & 0xff) << 16
        | (frame[3] & 0xff) << 8
        | frame[4] & 0xff;
  }

  private static Outcome read(byte[] frame, Schema writer, Schema reader, boolean wholly) {
    try {
      SpecDecoder.Read read = SpecDecoder.read(frame, writer, reader);
      return wholly && read.left() > 0
          ? bad(Reason.TRAILING_BYTES)
          : new Outcome(null, read.value());
    } catch (SpecException e) {
      return bad(Reason.MALFORMED);
    }
  }

  private static Outcome bad(Reason reason) {
    return new Outcome(reason, null);
  }

  private static List<Object> plain(GenericRecord record) {
    List<Object> fields = new ArrayList<>();
    for (int i = 0; i < record.getSchema().getFields().size(); i++) {
      Object value = record.get(i);
      if (value instanceof GenericRecord nested) {
        fields.add(plain(nested));
      } else if (value instanceof CharSequence || value instanceof GenericEnumSymbol<?>) {
        fields.add(value.toString());
      } else {
        fields.add(value);
      }
    }
    return fields;
  }
}
