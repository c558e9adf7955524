/** What was measured, how it is printed and kept. */
package dev.incidentlab.bench.report;
