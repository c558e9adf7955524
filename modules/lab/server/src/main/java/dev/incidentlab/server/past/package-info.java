/** What the journal of a run whose server is gone tells, and starting its jobs from that. */
package dev.incidentlab.server.past;
