/** The HTTP API's description, made of the verbs and their answers. */
package dev.incidentlab.server.openapi;
