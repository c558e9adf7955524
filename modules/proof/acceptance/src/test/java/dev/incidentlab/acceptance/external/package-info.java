/** A platform of somebody else's, secured, and the lab as a guest on it. */
package dev.incidentlab.acceptance.external;
