/** Probes on a large table. */
package dev.incidentlab.bench.probes;
