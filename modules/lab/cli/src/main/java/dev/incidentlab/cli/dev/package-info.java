/** Checks and begins scenarios. */
package dev.incidentlab.cli.dev;
