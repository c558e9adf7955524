package dev.incidentlab.cli.view;

import dev.incidentlab.api.StatusAnswers.Lag;
import dev.incidentlab.api.StatusAnswers.PartitionLag;
import dev.incidentlab.cli.view.Table.Cell;
import java.util.List;

/** Where ingest is, partition by partition. */
public final class LagView {
  private LagView() {}

  /** Lines for {@code lag}. */
  public static List<String> lines(Lag lag, Style style) {
    Table table =
        new Table()
            .left("TOPIC")
            .right("PARTITION")
            .right("COMMITTED")
            .right("TABLE")
            .right("END")
            .right("BEHIND");
    for (PartitionLag p : lag.partitions()) {
      table.row(
          p.topic(),
          Integer.toString(p.partition()),
          Figures.count(p.committed()),
          Figures.count(p.table()),
          Figures.count(p.end()),
          new Cell(Figures.count(p.behind()), p.behind() > 0 ? Tone.WARNING : Tone.PLAIN));
    }
    return lag.partitions().isEmpty() ? List.of("no partition is ingested") : table.lines(style);
  }
}
