/** One run: its options, its state, and its platform from the first process to the last. */
package dev.incidentlab.server.run;
