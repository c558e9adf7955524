package dev.incidentlab.grading;

/**
 * Something that the scenario says must be seen before the learner can act.
 *
 * @param text the symptom, in the scenario's words
 * @param manifested whether it was seen in time
 * @param observed what was seen
 */
public record Symptom(String text, boolean manifested, String observed) {}
