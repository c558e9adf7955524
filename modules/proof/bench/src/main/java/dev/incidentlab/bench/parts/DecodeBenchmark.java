package dev.incidentlab.bench.parts;

import dev.incidentlab.delta.TableSchema;
import dev.incidentlab.ingest.RowMapper;
import dev.incidentlab.producer.SeededFrames;
import dev.incidentlab.schema.Contracts;
import dev.incidentlab.schema.EventDecoder;
import dev.incidentlab.schema.PinnedDecoder;
import dev.incidentlab.schema.RegistryDecoder;
import dev.incidentlab.schema.UndecodableException;
import dev.incidentlab.schema.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One record from its frame to a row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBenchmark {
  private static final int FRAMES = 4096;

  private LocalRegistry registry;
  private byte[][] v1;
  private byte[][] v2;
  private GenericRecord[] values;
  private EventDecoder pinned;
  private EventDecoder byRegistry;
  private RowMapper mapper;
  private int next;

  @Setup
  public void make() throws Exception {
    registry = new LocalRegistry();
    v1 = frames(0);
    v2 = frames(1);
    pinned = new PinnedDecoder(Contracts.load(Contracts.AD_EVENT, 1));
    byRegistry = new RegistryDecoder(registry.client(), Contracts.AD_EVENT, 1);
    mapper = new RowMapper(rows());
    values = new GenericRecord[FRAMES];
    for (int i = 0; i < FRAMES; i++) {
      values[i] = byRegistry.decode(v1[i]);
    }
  }

  @TearDown
  public void close() {
    registry.close();
  }

  static TableSchema rows() {
    return TableSchema.of(
        "fact_ad_events", Contracts.load(Contracts.AD_EVENT, 1), "event_id", "event_ts");
  }

  static byte[][] frames(double v2Share) throws Exception {
    List<byte[]> frames = new ArrayList<>();
    // A little more than is needed: their number is drawn.
    new SeededFrames(2L * FRAMES, v2Share, 1, 2).generate(0, 1, frames::add);
    return frames.subList(0, FRAMES).toArray(byte[][]::new);
  }

  private int next() {
    next = next + 1 & FRAMES - 1;
    return next;
  }

  @Benchmark
  public int frameHeader() throws UndecodableException {
    return WireFormat.schemaId(v1[next()]);
  }

  @Benchmark
  public GenericRecord decodePinned() throws UndecodableException {
    return pinned.decode(v1[next()]);
  }

  @Benchmark
  public GenericRecord decodeRegistryV1AsV1() throws UndecodableException {
    return byRegistry.decode(v1[next()]);
  }

  @Benchmark
  public GenericRecord decodeRegistryV2AsV1() throws UndecodableException {
    return byRegistry.decode(v2[next()]);
  }

  @Benchmark
  public GenericRecord mapToRow() throws UndecodableException {
    int i = next();
    return mapper.row(values[i], 0, i, 2);
  }
}
