/** The lab on containers; run with {@code mvn verify -Pcontainers}. */
package dev.incidentlab.acceptance.containers;
