/**
 * Adapters: Kafka, Flink, the producer and the tables as the drill's ports and the verbs need them.
 */
package dev.incidentlab.server.adapter;
