/** JMH benchmarks of what a replay is made of. */
package dev.incidentlab.bench.parts;
