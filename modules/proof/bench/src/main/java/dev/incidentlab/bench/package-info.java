/** How long things take and how much memory they need, measured on the whole lab from outside. */
package dev.incidentlab.bench;
