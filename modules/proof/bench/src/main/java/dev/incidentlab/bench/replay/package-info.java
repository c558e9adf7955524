/** A replay through the real broker, registry and Flink cluster, beside its own limits. */
package dev.incidentlab.bench.replay;
