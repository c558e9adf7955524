/** Starting a lab, following it to its page, working a solution, and ending the lab again. */
package dev.incidentlab.cli.drill;
