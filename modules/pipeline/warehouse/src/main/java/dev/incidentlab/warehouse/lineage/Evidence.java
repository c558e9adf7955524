package dev.incidentlab.warehouse.lineage;

/**
 * That a job was seen to write a dataset.
 *
 * @param events that say so
 * @param job of the newest of them
 * @param time of the newest of them, in the story, ISO-8601
 * @param version of the dataset then, as the dataset counts
 */
public record Evidence(long events, String job, String time, String version) {}
