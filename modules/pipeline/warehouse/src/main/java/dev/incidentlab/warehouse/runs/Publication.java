package dev.incidentlab.warehouse.runs;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A slice that was published.
 *
 * @param slice start of its hour
 * @param run id of the run that made it
 * @param file its Parquet file, within the folder of publications
 * @param rows of the slice
 * @param at story time
 * @param versions of the tables that it was made of
 * @param upstream by model that it was made of: the versions of the tables that that was made of
 * @param source tells what the slice's rows were read from; the same source gives the same rows
 * @param warnings gates that were not met and are declared to let it through
 * @param overridden gates that were not met, and past which it was published on somebody's word
 */
public record Publication(
    String model,
    Instant slice,
    String run,
    String file,
    long rows,
    Instant at,
    Map<String, Long> versions,
    Map<String, Map<String, Long>> upstream,
    String source,
    List<String> warnings,
    List<String> overridden) {}
