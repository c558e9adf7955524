package dev.incidentlab.server.adapter;

import dev.incidentlab.server.adapter.FlinkRest.FlinkJob;
import dev.incidentlab.server.adapter.IngestJobs.StartFrom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures behind the journal's lines about ingest jobs, from which a resume rebuilds them. */
public final class JobLines {
  public static final String JOB = "job";
  public static final String ID = "id";
  public static final String FROM = "from";
  public static final String OFFSETS = "offsets";
  public static final String STATE = "state";
  public static final String FAILURE = "failure";

  /** A list of jobs as they stand. */
  public static final String JOBS = "jobs";

  private static final int MOST_LINES = 100;

  private JobLines() {}

  /** A job was started. */
  public static Map<String, Object> started(String job, String id, StartFrom from) {
    return Map.of(JOB, job, ID, id, FROM, from.name().toLowerCase(Locale.ROOT));
  }

  /** A job as it stands. */
  public static Map<String, Object> standing(FlinkJob job, List<String> failure) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put(JOB, job.name());
    data.put(ID, job.id());
    data.put(STATE, job.state());
    if (!failure.isEmpty()) {
      data.put(FAILURE, failure.stream().limit(MOST_LINES).toList());
    }
    return data;
  }
}
