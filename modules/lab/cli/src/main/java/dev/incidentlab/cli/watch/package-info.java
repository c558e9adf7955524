/** {@code watch}: how a lab stands, again and again, without touching it. */
package dev.incidentlab.cli.watch;
