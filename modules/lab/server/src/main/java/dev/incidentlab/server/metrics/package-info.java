/** What monitoring scrapes of a lab, in Prometheus's formats. */
package dev.incidentlab.server.metrics;
