/**
 * The lab server: the one place where pipeline, world, drill and grading meet. It puts adapters
 * from the subjects to the drill's ports, and serves the verbs over HTTP on loopback.
 */
package dev.incidentlab.server;
