/**
 * Verbs on a terminal. {@link dev.incidentlab.cli.Grammar} is the list of all of them; a verb is
 * parsed, sent to the lab under the same words, and its answer is shown as lines or as JSON.
 */
package dev.incidentlab.cli;
