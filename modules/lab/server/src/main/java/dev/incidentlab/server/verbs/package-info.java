/** The verbs: from arguments to answers, and their HTTP API. */
package dev.incidentlab.server.verbs;
