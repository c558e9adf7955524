/** A terminal that somebody sits at: single keys, and lines that change in place. */
package dev.incidentlab.cli.live;
