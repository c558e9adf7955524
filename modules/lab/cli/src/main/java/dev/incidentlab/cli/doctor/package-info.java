/** Looks for what would keep a lab from running. */
package dev.incidentlab.cli.doctor;
