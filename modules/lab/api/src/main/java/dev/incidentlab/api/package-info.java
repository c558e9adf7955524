/**
 * The words that the lab understands, and what it answers: shared by the server, the command line
 * and anything else that talks to a lab. Instants are ISO-8601 texts in UTC; durations are seconds.
 */
package dev.incidentlab.api;
