/** Grading a large table. */
package dev.incidentlab.bench.grading;
