/**
 * Scores by dimension, once a drill is over: from the journal and from what was measured, never
 * from what was injected.
 */
package dev.incidentlab.grading.score;
