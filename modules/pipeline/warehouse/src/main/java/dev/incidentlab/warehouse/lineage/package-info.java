/**
 * Lineage: OpenLineage events of what jobs and models did, and what follows from them. A dataset is
 * named by what people call it; where it lies on disk or which port it has is a facet.
 */
package dev.incidentlab.warehouse.lineage;
