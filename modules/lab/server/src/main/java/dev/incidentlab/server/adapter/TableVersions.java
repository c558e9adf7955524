package dev.incidentlab.server.adapter;

import dev.incidentlab.delta.DeltaTable;
import dev.incidentlab.delta.TableCommit;
import dev.incidentlab.delta.TableException;
import dev.incidentlab.drill.StoryClock;
import dev.incidentlab.warehouse.TableVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Versions of the lab's tables, by number and by the story's time. */
public record TableVersions(Tables tables, StoryClock clock) {

  /** A commit with the story time at which it was made. */
  public record StoryCommit(TableCommit commit, Instant story) {}

  /** All versions, oldest first. */
  public List<StoryCommit> history(IngestPipeline pipeline) {
    return tables.table(pipeline).history().stream()
        .map(commit -> new StoryCommit(commit, story(commit)))
        .toList();
  }

  /** The newest version. */
  public TableVersion newest(IngestPipeline pipeline) {
    return TableVersion.newest(tables.table(pipeline));
  }

  /**
   * A certain version.
   *
   * @throws IllegalArgumentException if there is none
   */
  public TableVersion of(IngestPipeline pipeline, long version) {
    try {
      return TableVersion.of(tables.table(pipeline), version);
    } catch (TableException e) {
      throw new IllegalArgumentException(
          e.getMessage() + "; `./lab table history %s` lists them".formatted(pipeline.table()), e);
    }
  }

  /**
   * The newest version of a time in the story.
   *
   * @throws IllegalArgumentException if the table was made later
   */
  public TableVersion at(IngestPipeline pipeline, Instant story) {
    DeltaTable table = tables.table(pipeline);
    List<StoryCommit> history = history(pipeline);
    List<StoryCommit> until = new ArrayList<>(history);
    until.removeIf(c -> c.story().isAfter(story));
    if (until.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no version of %s; its first is of %s"
              .formatted(pipeline.table(), story, history.get(0).story()));
    }
    return TableVersion.of(table, until.get(until.size() - 1).commit().version());
  }

  /**
   * While the story is fast-forwarded its clock steps only once all is published, so rows may be
   * committed whose time the clock has not shown yet: then they tell the time.
   */
  private Instant story(TableCommit commit) {
    Instant shown = clock.at(commit.committedAt());
    Optional<Instant> newest = commit.newestEvent().filter(shown::isBefore);
    return newest.orElse(shown);
  }
}
