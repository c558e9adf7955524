/** Runs a scenario: fast-forward by barriers to the page, then the story at its pace. */
package dev.incidentlab.drill.engine;
