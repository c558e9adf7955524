/**
 * What a drill is, without knowing what it is run on: the story clock, the journal, alerts, and the
 * ports through which faults, probes, oracles and the producing world are reached.
 */
package dev.incidentlab.drill;
