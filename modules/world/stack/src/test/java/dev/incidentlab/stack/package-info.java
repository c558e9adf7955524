/** Tests; those named {@code *IT} start real processes from the folder {@code lab.home}. */
package dev.incidentlab.stack;
