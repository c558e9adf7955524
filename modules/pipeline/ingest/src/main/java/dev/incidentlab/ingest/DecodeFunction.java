package dev.incidentlab.ingest;

import dev.incidentlab.delta.failpoint.Failpoint;
import dev.incidentlab.ingest.flags.FlagTopic;
import dev.incidentlab.ingest.flags.IngestFlags;
import dev.incidentlab.ingest.flags.IngestFlags.DecoderKind;
import dev.incidentlab.schema.EventDecoder;
import dev.incidentlab.schema.KnownSchemas;
import dev.incidentlab.schema.RegistryUnavailableException;
import dev.incidentlab.schema.UndecodableException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raw record → table row, or dead letter. Which decoder and whether dead letters are on is asked of
 * the flags at every record. While the registry does not answer, the record is tried again with
 * growing pauses, which holds the source back; it is taken for bad data only if the flag {@link
 * IngestFlags#REGISTRY_ERRORS} says so, which is a mistake that a lab must be able to make.
 *
 * <p>Writers' schemas are kept in the job's state: one that goes on from a checkpoint while the
 * registry is away knows the ids that it knew before.
 */
final class DecodeFunction extends ProcessFunction<RawRecord, SourceRow>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(DecodeFunction.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Failpoint UNANSWERED = Failpoint.named("decode.registry-unanswered");

  private static final ListStateDescriptor<Tuple2<Integer, String>> SCHEMAS =
      new ListStateDescriptor<>("writers-schemas", Types.TUPLE(Types.INT, Types.STRING));

  static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead-letters", Types.GENERIC(DeadLetter.class));

  private final JobOptions options;
  private final String topicId;
  private final Purpose purpose;
  private final FlagSource flagSource;
  private transient ListState<Tuple2<Integer, String>> keptSchemas;
  private transient KnownSchemas schemas;
  private transient IngestFlags flags;
  private transient Map<DecoderKind, EventDecoder> decoders;
  private transient RowMapper mapper;
  private transient Counter decoded;
  private transient Counter deadLettered;
  private transient Counter registryRetries;

  /** What records are decoded for. */
  enum Purpose {
    /** To take them in, as the flags say. */
    INGEST,
    /**
     * To take rows out that they do not make. A record that nobody can be asked about may make one:
     * the registry is waited for, whatever the flags say.
     */
    REPLACE,
    /**
     * They are dead letters, and one that still cannot be read stays the letter that it is.
     * Whatever the flags say, it neither fails the job nor becomes another letter.
     */
    REDRIVE
  }

  /** Where the flags come from, once the function is where it runs. */
  interface FlagSource extends Serializable {
    IngestFlags open(JobOptions options);
  }

  DecodeFunction(JobOptions options, String topicId, Purpose purpose, FlagSource flagSource) {
    this.options = options;
    this.topicId = topicId;
    this.purpose = purpose;
    this.flagSource = flagSource;
  }

  static DecodeFunction of(JobOptions options, String topicId, Purpose purpose) {
    return new DecodeFunction(options, topicId, purpose, DecodeFunction::ofTopic);
  }

  private static IngestFlags ofTopic(JobOptions options) {
    return IngestFlags.follow(new FlagTopic(options.flagTopic(), options.kafkaClient()));
  }

  /** Every subtask gets what any of them knew: which partitions it will read is not known yet. */
  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    schemas = new KnownSchemas(options.registry());
    keptSchemas = context.getOperatorStateStore().getUnionListState(SCHEMAS);
    for (Tuple2<Integer, String> kept : keptSchemas.get()) {
      schemas.learn(kept.f0, parse(kept.f1));
    }
  }

  /** What the registry has accepted is not judged again. */
  private static Schema parse(String schema) {
    return new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false).parse(schema);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    List<Tuple2<Integer, String>> known = new ArrayList<>();
    schemas.known().forEach((id, schema) -> known.add(Tuple2.of(id, schema.toString())));
    keptSchemas.update(known);
  }

  @Override
  public void open(OpenContext context) {
    flags = flagSource.open(options);
    decoders = new EnumMap<>(DecoderKind.class);
    for (DecoderKind kind : DecoderKind.values()) {
      decoders.put(kind, Decoders.of(kind, options, schemas));
    }
    mapper = new RowMapper(options.tableSchema());
    decoded = getRuntimeContext().getMetricGroup().counter("recordsDecoded");
    registryRetries = getRuntimeContext().getMetricGroup().counter("registryRetries");
    deadLettered = getRuntimeContext().getMetricGroup().counter("recordsDeadLettered");
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<SourceRow> out)
      throws InterruptedException {
    EventDecoder decoder = decoders.get(flags.decoder());
    try {
      GenericRecord value = decodePatiently(decoder, record);
      GenericRecord row =
          mapper.row(value, record.partition(), record.offset(), decoder.revision());
      out.collect(new SourceRow(record.partition(), record.offset(), row));
      decoded.inc();
    } catch (UndecodableException e) {
      if (purpose != Purpose.REDRIVE) {
        setAside(record, e, context);
      }
      out.collect(new SourceRow(record.partition(), record.offset(), null));
      deadLettered.inc();
    }
  }

  private void setAside(RawRecord record, UndecodableException error, Context context) {
    if (!flags.deadLetters()) {
      throw new UndecodableRecordException(record, error);
    }
    String job = getRuntimeContext().getJobInfo().getJobName();
    context.output(DEAD_LETTERS, DeadLetter.of(record, topicId, job, error));
  }

  private GenericRecord decodePatiently(EventDecoder decoder, RawRecord record)
      throws UndecodableException, InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return decoder.decode(record.value());
      } catch (RegistryUnavailableException e) {
        UNANSWERED.reach();
        if (purpose != Purpose.REPLACE && flags.registryErrorsSetAside()) {
          throw new UndecodableException(
              UndecodableException.Reason.REGISTRY_UNAVAILABLE, e.getMessage(), e);
        }
        // Blocking here is the point: it is Flink's back-pressure, and cancelling interrupts it.
        registryRetries.inc();
        LOG.warn("{} waits {} for its schema: {}", record.position(), pause, e.getMessage());
        Thread.sleep(pause.toMillis());
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    }
  }

  @Override
  public void close() {
    if (flags != null) {
      flags.close();
    }
  }
}
