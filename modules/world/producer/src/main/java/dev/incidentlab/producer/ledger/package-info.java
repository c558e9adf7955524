/**
 * The ledger: one file per topic partition with a fixed-width record for every acknowledged offset.
 * The producer writes it, the grader reads it as the truth about what was published. Needs nothing
 * but the JDK.
 */
package dev.incidentlab.producer.ledger;
