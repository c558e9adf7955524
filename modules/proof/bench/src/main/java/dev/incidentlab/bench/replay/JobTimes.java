package dev.incidentlab.bench.replay;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Where a bounded job's time went, in seconds of wall time; the parts follow one another.
 *
 * @param total from its submission to its end
 * @param submit from its submission until Flink has its plan: the job's main method runs in it
 * @param read from then until its source has ended: deploying, reading, decoding, staging files
 * @param commit from then to its end: comparing with the table, rewriting, the Delta commit
 */
record JobTimes(double total, double submit, double read, double commit) {
  private static final double MILLIS = 1000;

  /**
   * @param submitted when it was submitted, in epoch milliseconds of the same clock as Flink's
   * @param job Flink's answer to {@code /jobs/ID} (Flink documentation, "REST API")
   * @throws IllegalArgumentException if it does not tell of a finished job with a source
   */
  static JobTimes of(long submitted, JsonNode job) {
    long began = job.path("start-time").asLong();
    long ended = job.path("end-time").asLong();
    long sourceEnded = 0;
    for (JsonNode vertex : job.path("vertices")) {
      if (vertex.path("name").asText().startsWith("Source: ")) {
        sourceEnded = Math.max(sourceEnded, vertex.path("end-time").asLong());
      }
    }
    if (submitted > began || began > sourceEnded || sourceEnded > ended) {
      throw new IllegalArgumentException(
          "job %s was submitted at %d, began at %d, its source ended at %d and it at %d; these must be in order"
              .formatted(job.path("jid").asText(), submitted, began, sourceEnded, ended));
    }
    return new JobTimes(
        (ended - submitted) / MILLIS,
        (began - submitted) / MILLIS,
        (sourceEnded - began) / MILLIS,
        (ended - sourceEnded) / MILLIS);
  }
}
