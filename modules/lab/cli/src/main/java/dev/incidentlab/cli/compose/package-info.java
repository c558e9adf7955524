/** The stack of {@code docker-compose.yml}: whether it is up, and the command line within it. */
package dev.incidentlab.cli.compose;
