/**
 * The upstream team: a process that publishes seeded ad and billing events, rolls schema versions
 * out, and keeps the {@linkplain dev.incidentlab.producer.ledger ledger} of what it published.
 */
package dev.incidentlab.producer;
