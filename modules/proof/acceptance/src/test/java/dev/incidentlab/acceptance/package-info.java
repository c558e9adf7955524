/** The whole lab under test, as a person runs it, and the rules of its architecture. */
package dev.incidentlab.acceptance;
