package dev.incidentlab.bench.replay;

import dev.incidentlab.bench.replay.TableState.RowState;
import dev.incidentlab.delta.DataFileWriter;
import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.OffsetRange;
import dev.incidentlab.delta.SourcePartition;
import dev.incidentlab.ingest.JobOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Makes a table as continuous ingest would have left it: a file and a commit for every {@value
 * #ROWS_PER_FILE} records that a subtask read, and the position at the end of the topic.
 */
final class TableBefore {
  static final int ROWS_PER_FILE = 50_000;

  /** Below that of the decoder that a replay uses, so that the replay's rows win. */
  private static final int REVISION = 1;

  private static final String WRONG_COLUMN = "spend_micros";

  /** No event costs so little, so that a row with less is wrong. */
  private static final long WRONG_BELOW = 31;

  private final JobOptions options;
  private final Published published;
  private final TableState state;
  private final DeltaTable table;
  private final LongAdder present = new LongAdder();
  private final LongAdder wrong = new LongAdder();

  /**
   * A table and what a replay of everything must find in it.
   *
   * @param present rows that it has, the wrong ones among them
   * @param wrong rows whose values are not what was published
   */
  record Made(Path directory, TableState state, long present, long wrong) {}

  private TableBefore(JobOptions options, Published published, TableState state) {
    this.options = options;
    this.published = published;
    this.state = state;
    this.table = options.table();
  }

  static Made make(BenchStack stack, Published published, TableState state, Path directory)
      throws InterruptedException {
    JobOptions options = stack.options(directory);
    TableBefore before = new TableBefore(options, published, state);
    if (state == TableState.EMPTY) {
      before.movePositions();
    } else {
      new ParallelRead(stack.kafkaClient(), options.topic(), published, options.parallelism())
          .run(before::part);
    }
    return new Made(directory, state, before.present.sum(), before.wrong.sum());
  }

  /** As if ingest had lost every record. */
  private void movePositions() {
    Map<SourcePartition, OffsetRange> ranges = new HashMap<>();
    published
        .ranges()
        .forEach((partition, range) -> ranges.put(published.source(partition), range));
    table.append(List.of(), ranges);
  }

  private Part part() {
    return new Part();
  }

  /** One subtask of ingest. */
  private final class Part implements ParallelRead.Visitor {
    private final Rows rows = new Rows(options);
    private final DataFileWriter writer = table.newWriter("ingest");
    private final Map<SourcePartition, OffsetRange> ranges = new HashMap<>();
    private int records;

    @Override
    public void visit(ConsumerRecord<byte[], byte[]> record) throws Exception {
      RowState rowState = state.of(record.partition(), record.offset());
      if (rowState != RowState.ABSENT) {
        GenericRecord row = rows.row(record, REVISION);
        if (rowState == RowState.WRONG) {
          row.put(WRONG_COLUMN, record.offset() % WRONG_BELOW);
          wrong.increment();
        }
        writer.write(row);
        present.increment();
      }
      ranges.merge(
          published.source(record.partition()),
          new OffsetRange(record.offset(), record.offset() + 1),
          (a, b) -> new OffsetRange(a.from(), b.to()));
      if (++records % ROWS_PER_FILE == 0) {
        commit();
      }
    }

    @Override
    public void end() {
      if (!ranges.isEmpty()) {
        commit();
      }
      writer.close();
    }

    private void commit() {
      table.append(writer.finish(), ranges);
      ranges.clear();
    }
  }
}
