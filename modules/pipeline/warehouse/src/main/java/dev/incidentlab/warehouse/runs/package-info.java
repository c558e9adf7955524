/** Runs of models: queued, gated, published; what they leave behind. */
package dev.incidentlab.warehouse.runs;
