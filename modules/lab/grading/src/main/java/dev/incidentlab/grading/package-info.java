/**
 * The grader: oracles that compare the ledger of what was published with the table, the topic and
 * the dead letters as they are.
 *
 * <p>It is the independent reading. It reads tables through Delta Kernel and shares no code with
 * the pipeline that it judges except the contracts.
 */
package dev.incidentlab.grading;
