package dev.incidentlab.ingest;

import dev.incidentlab.ingest.DecodeFunction.Purpose;
import dev.incidentlab.ingest.flags.IngestFlags;
import dev.incidentlab.schema.Contracts;
import dev.openfeature.sdk.providers.memory.Flag;
import dev.openfeature.sdk.providers.memory.InMemoryProvider;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** {@link DecodeFunction} as Flink runs it, with flags that stay as they are. */
final class DecodeHarness implements AutoCloseable {
  private final OneInputStreamOperatorTestHarness<RawRecord, SourceRow> flink;

  /**
   * @param decoder the flag's variant
   */
  DecodeHarness(JobOptions options, String decoder, boolean deadLetters) throws Exception {
    this(options, decoder, deadLetters, "wait");
  }

  /**
   * @param registryErrors the flag's variant
   */
  DecodeHarness(JobOptions options, String decoder, boolean deadLetters, String registryErrors)
      throws Exception {
    this(options, Purpose.INGEST, decoder, deadLetters, registryErrors);
  }

  DecodeHarness(
      JobOptions options,
      Purpose purpose,
      String decoder,
      boolean deadLetters,
      String registryErrors)
      throws Exception {
    this(
        new DecodeFunction(
            options, "topic-id", purpose, o -> flags(decoder, deadLetters, registryErrors)),
        null);
  }

  private DecodeHarness(DecodeFunction function, OperatorSubtaskState checkpoint) throws Exception {
    flink = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(function), 1, 1, 0);
    flink.setup();
    if (checkpoint != null) {
      flink.initializeState(checkpoint);
    }
    flink.open();
  }

  /** A function that goes on from this one's checkpoint; by the registry, dead letters on. */
  DecodeHarness next(JobOptions options) throws Exception {
    return new DecodeHarness(
        new DecodeFunction(
            options, "topic-id", Purpose.INGEST, o -> flags("registry", true, "dead-letter")),
        flink.snapshot(1, 1));
  }

  private static IngestFlags flags(String decoder, boolean deadLetters, String registryErrors) {
    return IngestFlags.of(
        new InMemoryProvider(
            Map.of(
                IngestFlags.DECODER,
                Flag.<String>builder().variant("it", decoder).defaultVariant("it").build(),
                IngestFlags.REGISTRY_ERRORS,
                Flag.<String>builder().variant("it", registryErrors).defaultVariant("it").build(),
                IngestFlags.DEAD_LETTERS,
                Flag.<Boolean>builder().variant("it", deadLetters).defaultVariant("it").build())));
  }

  static JobOptions options(String registryUrl, int readerVersion, Path table) {
    return new JobOptions(
        "127.0.0.1:1",
        registryUrl,
        "ad-events",
        Contracts.AD_EVENT,
        readerVersion,
        table.toString(),
        "fact_ad_events",
        "ad-events.dead-letters",
        "feature-flags",
        1,
        "",
        "");
  }

  void process(long offset, byte[] frame) throws Exception {
    flink.processElement(
        new StreamRecord<>(new RawRecord("ad-events", 0, offset, 1_000L, null, frame)));
  }

  /** What became of the records, in their order. */
  List<SourceRow> rows() {
    return flink.extractOutputValues();
  }

  List<DeadLetter> deadLetters() {
    Collection<StreamRecord<DeadLetter>> letters = flink.getSideOutput(DecodeFunction.DEAD_LETTERS);
    return letters == null ? List.of() : letters.stream().map(StreamRecord::getValue).toList();
  }

  @Override
  public void close() throws Exception {
    flink.close();
  }
}
