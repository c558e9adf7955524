/** Dead letters: reading, collapsing and inspecting them, and bringing them in again. */
package dev.incidentlab.server.letters;
