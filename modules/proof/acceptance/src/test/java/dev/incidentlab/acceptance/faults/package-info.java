/** Faults that strike the pipeline at seeded moments, and what must hold afterwards. */
package dev.incidentlab.acceptance.faults;
