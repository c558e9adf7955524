/**
 * Failpoints: named places in the code where a process can be held, so that a fault strikes exactly
 * there. They do nothing in a process whose environment does not ask for them.
 */
package dev.incidentlab.delta.failpoint;
