/** Scenario files: read once into immutable types, all problems reported at once. */
package dev.incidentlab.drill.scenario;
