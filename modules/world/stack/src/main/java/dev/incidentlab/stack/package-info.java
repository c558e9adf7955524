/**
 * The processes that an incident happens in: kafka, registry, flink and the producer.
 *
 * <p>{@link dev.incidentlab.stack.EmbeddedStack} starts them as real child processes on loopback,
 * watches them and ends them; {@link dev.incidentlab.stack.ExternalStack} attaches to ones that run
 * already, and starts only the producer. Either is used through {@link
 * dev.incidentlab.stack.Endpoints} alone. RATIONALE.md in the module's folder says why the
 * processes are configured as they are.
 */
package dev.incidentlab.stack;
